package dev.xorca.server.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.statechart.Machine;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;

class SvgTest {

    static Stream<Machine> machines() throws IOException {
        var samples = new MachineDocuments().readFolder(Path.of("../sample-machines/summary")).stream();
        var conformance =
                new MachineDocuments().readFolder(Path.of("../machine-format/src/test/resources/conformance")).stream();
        var odd = Stream.of(new MachineDocuments().read("odd.machine.yaml", """
                name: odd
                initial: "<&\\">"
                states:
                  "<&\\">":
                    entry: { emit: "</text>\\u0001" }
                    on:
                      x: [ { target: "<&\\">", reenter: true, guard: "1 < 2 && '\\uD83D\\uDE00' == ''" }, { target: "#odd", guard: "false" }, "Ünicode" ]
                  Ünicode: { type: final }
                """));
        return Stream.of(samples, conformance, odd).flatMap(all -> all).map(document -> document.machine());
    }

    @ParameterizedTest
    @MethodSource("machines")
    void theSvgIsWellFormedAndShowsEveryState(Machine machine) throws Exception {
        var document = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Svg.of(machine))));
        var shown = new HashSet<String>();
        var groups = document.getElementsByTagName("g");
        for (int i = 0; i < groups.getLength(); i++) {
            shown.add(groups.item(i).getAttributes().getNamedItem("data-state").getNodeValue());
        }
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        machine.states().stream().map(state -> state.path()).toList());
    }
}
