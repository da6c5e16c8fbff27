package dev.zkspring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations and their keys. */
public enum ZkObservation implements ObservationDocumentation {
    /** A request, from the call to the answer: a child of what the calling thread was observing. */
    REQUEST {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultZkRequestObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return RequestKey.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return PathKey.values();
        }
    },

    /** A call of a watch method, which runs in its scope. */
    WATCH {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultZkWatchObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return WatchKey.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return PathKey.values();
        }
    };

    /** Keys of a request. */
    public enum RequestKey implements KeyName {
        /** Name of the client. */
        CLIENT("client"),

        /** Operation in the protocol's words, for example {@code getData}. */
        OPERATION("operation"),

        /** {@code success}, or what is known of a failed request: {@code refused}, {@code not_sent}, {@code unknown}. */
        OUTCOME("outcome"),

        /** Error code, for example {@code no_node}, or {@code none}. */
        CODE("code");

        private final String key;

        RequestKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys of a call of a watch method. */
    public enum WatchKey implements KeyName {
        /** Name of the client. */
        CLIENT("client"),

        /** Id of the watch. */
        WATCH("watch"),

        /** What set off the call, for example {@code node_data_changed}, or {@code none} for the value at the start. */
        EVENT("event");

        private final String key;

        WatchKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** What is in traces only: there may be as many values as nodes. */
    public enum PathKey implements KeyName {
        /** The node as the caller names it. */
        PATH {
            @Override
            public String asString() {
                return "path";
            }
        }
    }
}
