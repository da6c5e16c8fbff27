package dev.zkspring.annotation;

import dev.zkspring.listener.InvalidWatchMethodException;
import dev.zkspring.listener.ZkWatchRegistrar;
import dev.zkspring.listener.ZkWatchRegistry;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Finds {@link ZkDataWatch} and {@link ZkChildrenWatch} methods. Those of beans made while the context starts are
 * registered when all singletons exist, those of later beans at once.
 *
 * <p>It has no order, so that it comes after the ordered processors that make proxies, and sees what they made.
 */
public final class ZkWatchAnnotationBeanPostProcessor
        implements BeanPostProcessor, SmartInitializingSingleton, BeanFactoryAware, ApplicationEventPublisherAware {

    private static final String SCOPED_TARGET = ScopedProxyUtils.getTargetBeanName("");

    private final Set<Class<?>> unannotated = ConcurrentHashMap.newKeySet();

    private final List<List<WatchDeclaration>> early = new ArrayList<>();

    private @Nullable ConfigurableListableBeanFactory beans;

    private @Nullable ApplicationEventPublisher publisher;

    /** Set when all singletons exist, under the lock of {@code early}. */
    private @Nullable ZkWatchRegistrar registrar;

    /** Whether a class has watch methods of its own or inherited. */
    public static boolean hasWatchMethods(Class<?> type) {
        return !WatchAnnotations.in(type).isEmpty();
    }

    @Override
    public void setBeanFactory(BeanFactory beanFactory) {
        Assert.isInstanceOf(ConfigurableListableBeanFactory.class, beanFactory);
        this.beans = (ConfigurableListableBeanFactory) beanFactory;
    }

    @Override
    public void setApplicationEventPublisher(ApplicationEventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (ScopedProxyUtils.isScopedTarget(beanName)) {
            return bean;
        }
        Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
        if (unannotated.contains(type)) {
            return bean;
        }
        List<WatchDeclaration> declarations = declarations(bean, beanName, type);
        if (declarations.isEmpty()) {
            unannotated.add(type);
        } else {
            found(declarations);
        }
        return bean;
    }

    @Override
    public void afterSingletonsInstantiated() {
        ConfigurableListableBeanFactory context = beans();
        unannotated.clear();
        findMadeOnDemand(context);
        List<List<WatchDeclaration>> found;
        ZkWatchRegistrar ready = ZkWatchRegistrar.create(context, publisher(), context.getBean(ZkWatchRegistry.class));
        synchronized (early) {
            registrar = ready;
            found = List.copyOf(early);
            early.clear();
        }
        found.forEach(declarations -> register(ready, declarations));
    }

    private static List<WatchDeclaration> declarations(Object bean, String beanName, Class<?> type) {
        List<WatchDeclaration> declarations = new ArrayList<>();
        WatchAnnotations.in(type)
                .forEach((method, annotations) -> annotations.forEach(annotation ->
                        declarations.add(new WatchDeclaration(bean, beanName, type, method, annotation))));
        return declarations;
    }

    private void found(List<WatchDeclaration> declarations) {
        WatchDeclaration first = declarations.get(0);
        if (beans().containsBean(first.beanName()) && !beans().isSingleton(first.beanName())) {
            throw notSingleton(first.description(), first.beanName());
        }
        ZkWatchRegistrar ready;
        synchronized (early) {
            ready = registrar;
            if (ready == null) {
                early.add(declarations);
            }
        }
        if (ready != null) {
            register(ready, declarations);
        }
    }

    private void register(ZkWatchRegistrar ready, List<WatchDeclaration> declarations) {
        new EndpointReader(beans()).read(declarations).forEach(ready::register);
    }

    /**
     * Scoped proxies and what factory beans make come on demand only, and beans of other scopes, to be refused, perhaps
     * never.
     */
    private static void findMadeOnDemand(ConfigurableListableBeanFactory context) {
        for (String name : context.getBeanDefinitionNames()) {
            if (!isMadeOnDemand(context, name)) {
                continue;
            }
            if (ScopedProxyUtils.isScopedTarget(name)) {
                context.getBean(name.substring(SCOPED_TARGET.length()));
            } else if (context.isSingleton(name)) {
                context.getBean(name);
            } else {
                Class<?> type = Objects.requireNonNull(context.getType(name, false));
                Method method = WatchAnnotations.in(type).keySet().iterator().next();
                throw notSingleton(WatchAnnotations.describe(method, type), name);
            }
        }
    }

    private static boolean isMadeOnDemand(ConfigurableListableBeanFactory context, String name) {
        BeanDefinition definition = context.getMergedBeanDefinition(name);
        boolean madeBefore = definition.isSingleton() && (definition.isLazyInit() || !context.isFactoryBean(name));
        if (definition.isAbstract() || madeBefore) {
            return false;
        }
        Class<?> type = context.getType(name, false);
        return type != null && hasWatchMethods(type);
    }

    private static InvalidWatchMethodException notSingleton(String method, String beanName) {
        return new InvalidWatchMethodException(
                method + " of bean '" + beanName + "'",
                "the bean is no singleton, so that nobody could end the watches of its instances",
                "Make it a singleton, or give its scope a proxy (proxyMode = TARGET_CLASS)",
                null);
    }

    private ConfigurableListableBeanFactory beans() {
        return Objects.requireNonNull(beans, "no bean factory was set");
    }

    private ApplicationEventPublisher publisher() {
        return Objects.requireNonNull(publisher, "no event publisher was set");
    }
}
