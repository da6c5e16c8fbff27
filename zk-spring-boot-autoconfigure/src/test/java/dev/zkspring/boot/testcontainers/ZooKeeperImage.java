package dev.zkspring.boot.testcontainers;

import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.DockerClientFactory;

/** The image of the container tests. */
final class ZooKeeperImage {

    static final String NAME = "zookeeper:3.9.5";

    private ZooKeeperImage() {}

    /** Whether a test can start it here without asking a registry. */
    static boolean isHere() {
        DockerClientFactory docker = DockerClientFactory.instance();
        if (!docker.isDockerAvailable()) {
            return false;
        }
        try {
            docker.client().inspectImageCmd(NAME).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }
}
