package dev.anypool.process;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What is done nowhere in the library, and who is public. */
class HouseRulesTest {
    private static final String PARENT = "dev.anypool.process";
    private static final String WORKER = "dev.anypool.process.worker";

    private static final JavaClasses PROCESS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PARENT);

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("dev.anypool");

    @Test
    void packages_haveNoCycles() {
        slices().matching("dev.anypool.(**)").should().beFreeOfCycles().check(PROCESS);
    }

    @Test
    void workerSide_knowsNothingOfTheDispatcher() {
        noClasses()
                .that()
                .resideInAPackage(WORKER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.anypool.dispatch")
                .check(PROCESS);
    }

    @Test
    void nobody_sleeps() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "sleep",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getName().equals("sleep")))
                .check(ALL);
    }

    @Test
    void nobody_usesTheCommonPool() {
        DescribedPredicate<JavaAccess<?>> asyncWithoutAnExecutor = DescribedPredicate.describe(
                "run on the common pool",
                access -> access.getTargetOwner().isAssignableTo(CompletableFuture.class)
                        && access.getName().endsWith("Async")
                        && access instanceof JavaMethodCall call
                        && call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(type -> type.isEquivalentTo(Executor.class)));
        noClasses().should().accessTargetWhere(asyncWithoutAnExecutor).check(PROCESS);
    }

    @Test
    void publicTypes_areThoseOfTheInterface() {
        classes()
                .that()
                .resideInAPackage(PARENT)
                .and(not(equivalentTo(Pools.class)
                        .or(equivalentTo(ProcessPoolOptions.class))
                        .or(equivalentTo(ProcessPoolProvider.class))
                        .or(equivalentTo(WorkerOutput.class))
                        .or(equivalentTo(WorkerProcess.class))))
                .and()
                .areTopLevelClasses()
                .should()
                .notBePublic()
                .check(PROCESS);
    }
}
