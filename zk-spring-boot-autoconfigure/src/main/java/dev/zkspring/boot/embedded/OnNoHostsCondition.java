package dev.zkspring.boot.embedded;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when {@code zk.hosts} is not set, as one string or as a list. */
final class OnNoHostsCondition extends SpringBootCondition {

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        List<String> hosts = Binder.get(context.getEnvironment())
                .bind("zk.hosts", Bindable.listOf(String.class))
                .orElse(List.of());
        ConditionMessage.Builder message = ConditionMessage.forCondition("Embedded ZooKeeper server");
        return hosts.isEmpty()
                ? ConditionOutcome.match(message.because("zk.hosts is not set"))
                : ConditionOutcome.noMatch(message.because("zk.hosts is set to " + hosts));
    }
}
