package dev.xorca.stubs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Java code, compiled in memory as strictly as javac can. */
final class Compiled extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    private Compiled() {
        super(Compiled.class.getClassLoader());
    }

    /**
     * Compiles files.
     *
     * @throws AssertionError when the compiler has anything to say
     */
    static Compiled of(Map<String, String> files, String packageName) throws IOException {
        var compiled = new Compiled();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var said = new DiagnosticCollector<JavaFileObject>();
        var sources = new ArrayList<JavaFileObject>();
        files.forEach((name, text) -> sources.add(new Source(packageName, name, text)));
        try (var manager = compiled.new InMemory(compiler.getStandardFileManager(said, null, null))) {
            var options = List.of(
                    "-Xlint:all", "-proc:none", "--release", "17", "-classpath", System.getProperty("java.class.path"));
            var done = compiler.getTask(null, manager, said, options, null, sources)
                    .call();
            var complaints = said.getDiagnostics().stream()
                    .filter(each -> !String.valueOf(each.getCode()).contains("path.element"))
                    .filter(each -> !String.valueOf(each.getCode()).contains("annotation.method"))
                    .map(each -> each + "\n")
                    .toList();
            if (!done || !complaints.isEmpty()) {
                throw new AssertionError(String.join("", complaints) + files);
            }
        }
        return compiled;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        var bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String packageName, String name, String text) {
            super(URI.create("mem:///" + packageName.replace('.', '/') + "/" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
        InMemory(StandardJavaFileManager manager) {
            super(manager);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    var bytes = new ByteArrayOutputStream();
                    classes.put(name, bytes);
                    return bytes;
                }
            };
        }
    }
}
