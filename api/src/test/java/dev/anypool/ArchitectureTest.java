package dev.anypool;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.anypool.dispatch.DispatchedPool;
import dev.anypool.spi.BackendOptions;
import dev.anypool.spi.Backends;
import dev.anypool.spi.Configuration;
import dev.anypool.spi.Key;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Who may know whom inside this module. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.anypool");

    private static final String API = "dev.anypool";
    private static final String SPI = "dev.anypool.spi";
    private static final String DISPATCH = "dev.anypool.dispatch";
    private static final String ENCODING = "dev.anypool.encoding";

    @Test
    void dispatch_isKnownToNobodyButTheOneWhoOpensPools() {
        noClasses()
                .that(resideInAPackage(DISPATCH).negate())
                .and(DescribedPredicate.not(name(Backends.class.getName())))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DISPATCH)
                .check(CLASSES);
    }

    @Test
    void dispatch_showsNothingButThePool() {
        classes()
                .that()
                .resideInAPackage(DISPATCH)
                .and()
                .doNotBelongToAnyOf(DispatchedPool.class)
                .should()
                .notBePublic()
                .check(CLASSES);
    }

    @Test
    void encoding_isKnownToNobodyInThisModule() {
        noClasses()
                .that(resideInAPackage(ENCODING).negate())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENCODING)
                .check(CLASSES);
    }

    @Test
    void module_needsNothingButTheJdk() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java..", API + "..", "org.jspecify.annotations")
                        .negate())
                .check(CLASSES);
    }

    @Test
    void publicInterface_showsNothingOfTheSpiButOptionsAndConfiguration() {
        Set<String> shown = Set.of(BackendOptions.class.getName(), Configuration.class.getName(), Key.class.getName());
        methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(API)
                .and()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(showOnly(describe(
                        "types of users",
                        type -> !type.getPackageName().startsWith(API + ".") || shown.contains(type.getName()))))
                .check(CLASSES);
    }

    private static ArchCondition<JavaMethod> showOnly(DescribedPredicate<JavaClass> allowed) {
        return new ArchCondition<>("show only " + allowed.getDescription()) {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                method.getAllInvolvedRawTypes().stream()
                        .filter(allowed.negate())
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " shows " + type.getName())));
            }
        };
    }

    @Test
    void classes_areFinalUnlessTheyAreMadeToBeExtended() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotAnonymousClasses()
                .and(DescribedPredicate.not(describe(
                        "are abstract or extended",
                        type -> type.getModifiers().contains(JavaModifier.ABSTRACT)
                                || !type.getSubclasses().isEmpty()
                                || type.isEnum())))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
    }

    @Test
    void nobody_sleepsExitsOrPrints() {
        noClasses()
                .should()
                .callMethodWhere(describe("sleeps or exits", call -> {
                    String method = call.getTargetOwner().getName() + "." + call.getName();
                    return Set.of(
                                    "java.lang.Thread.sleep",
                                    "java.util.concurrent.TimeUnit.sleep",
                                    "java.lang.System.exit",
                                    "java.lang.Runtime.exit",
                                    "java.lang.Runtime.halt")
                            .contains(method);
                }))
                .check(CLASSES);
        noClasses()
                .should()
                .accessFieldWhere(describe(
                        "System.out or System.err",
                        (JavaAccess<?> access) -> access.getTargetOwner().isEquivalentTo(System.class)))
                .check(CLASSES);
    }

    @Test
    void nobody_continuesAsynchronouslyWithoutAnExecutor() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "*Async without an executor",
                        call -> !call.getOrigin().getModifiers().contains(JavaModifier.BRIDGE)
                                && call.getTargetOwner().isAssignableTo(CompletableFuture.class)
                                && call.getName().endsWith("Async")
                                && call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(Executor.class))))
                .check(CLASSES);
    }

    @Test
    void spi_doesNotKnowTheEncoding() {
        classes()
                .that()
                .resideInAPackage(SPI)
                .should(not(dependOnClassesThat(resideInAPackage(ENCODING))))
                .check(CLASSES);
        assertSomethingWasChecked();
    }

    private static void assertSomethingWasChecked() {
        if (CLASSES.that(alwaysTrue()).size() < 40) {
            throw new AssertionError("the classes of the module were not found");
        }
    }
}
