package dev.xorca.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.UUID;

/** The arrows of docs/ARCHITECTURE.md, and what the pure parts must not touch. */
@AnalyzeClasses(packages = "dev.xorca", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule dependenciesPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("schemas")
            .definedBy("dev.xorca.schemas..")
            .layer("stubs")
            .definedBy("dev.xorca.stubs..")
            .layer("statechart")
            .definedBy("dev.xorca.statechart..")
            .layer("machine")
            .definedBy("dev.xorca.machine..")
            .layer("dsl")
            .definedBy("dev.xorca.dsl..")
            .layer("catalog")
            .definedBy("dev.xorca.catalog..")
            .layer("testkit")
            .definedBy("dev.xorca.testkit..")
            .layer("store")
            .definedBy("dev.xorca.store..")
            .layer("router")
            .definedBy("dev.xorca.router..")
            .layer("replay")
            .definedBy("dev.xorca.replay..")
            .layer("rehearsal")
            .definedBy("dev.xorca.rehearsal..")
            .layer("runtime")
            .definedBy("dev.xorca.runtime..")
            .layer("samples")
            .definedBy("dev.xorca.samples..")
            .layer("server")
            .definedBy("dev.xorca.server..")
            .whereLayer("schemas")
            .mayNotAccessAnyLayer()
            .whereLayer("statechart")
            .mayNotAccessAnyLayer()
            .whereLayer("stubs")
            .mayOnlyAccessLayers("schemas")
            .whereLayer("stubs")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("samples")
            .mayOnlyAccessLayers("machine")
            .whereLayer("machine")
            .mayOnlyAccessLayers("schemas", "statechart")
            .whereLayer("dsl")
            .mayOnlyAccessLayers("schemas", "statechart", "machine")
            .whereLayer("catalog")
            .mayOnlyAccessLayers("schemas", "statechart", "machine")
            .whereLayer("testkit")
            .mayOnlyAccessLayers("schemas", "statechart", "machine", "dsl", "store", "router", "rehearsal")
            .whereLayer("testkit")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("store")
            .mayOnlyAccessLayers("schemas", "statechart")
            .whereLayer("router")
            .mayOnlyAccessLayers("schemas", "statechart", "machine", "store")
            .whereLayer("replay")
            .mayOnlyAccessLayers("schemas", "machine", "store", "router")
            .whereLayer("rehearsal")
            .mayOnlyAccessLayers("schemas", "statechart", "machine", "store", "router")
            .whereLayer("runtime")
            .mayOnlyAccessLayers("schemas", "machine", "store", "router");

    @ArchTest
    static final ArchRule routingRulesKnowNoKafka = noClasses()
            .that()
            .resideInAnyPackage("dev.xorca.router..", "dev.xorca.replay..", "dev.xorca.rehearsal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule whatDecidesNeverAsksForTheTime = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.xorca.router..",
                    "dev.xorca.replay..",
                    "dev.xorca.rehearsal..",
                    "dev.xorca.statechart..",
                    "dev.xorca.store..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID");
}
