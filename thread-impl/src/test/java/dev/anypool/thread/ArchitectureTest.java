package dev.anypool.thread;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this module knows and shows. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.anypool.thread");

    @Test
    void module_knowsTheInterfaceOfBackendsAndNotThePoolBehindIt() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "java..",
                                "com.google.common..",
                                "org.jspecify.annotations",
                                "dev.anypool",
                                "dev.anypool.spi",
                                "dev.anypool.encoding",
                                "dev.anypool.thread")
                        .negate())
                .check(CLASSES);
    }

    @Test
    void module_showsWhatUsersNeedAndItsProvider() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .doNotBelongToAnyOf(Pools.class, ThreadPoolOptions.class, ThreadPoolProvider.class)
                .should()
                .notBePublic()
                .check(CLASSES);
    }
}
