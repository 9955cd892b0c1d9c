package dev.anypool.process;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Parent and worker meet in the wire only, and only a worker ends a JVM. */
class ArchitectureTest {
    private static final String PARENT = "dev.anypool.process";
    private static final String WORKER = "dev.anypool.process.worker";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PARENT);

    @Test
    void parent_knowsNothingOfTheWorker() {
        noClasses()
                .that()
                .resideInAPackage(PARENT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(WORKER)
                .check(CLASSES);
    }

    @Test
    void worker_knowsNothingOfTheParent() {
        noClasses()
                .that()
                .resideInAPackage(WORKER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PARENT)
                .check(CLASSES);
    }

    @Test
    void wire_knowsNeither() {
        noClasses()
                .that()
                .resideInAPackage("dev.anypool.process.wire")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PARENT, WORKER)
                .check(CLASSES);
    }

    @Test
    void onlyTheWorker_endsTheJvm() {
        noClasses()
                .that()
                .resideOutsideOfPackage(WORKER)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }
}
