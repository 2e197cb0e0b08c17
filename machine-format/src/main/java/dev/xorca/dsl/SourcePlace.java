package dev.xorca.dsl;

/** A line of the Java code that builds a machine, for messages. */
record SourcePlace(String file, int line) {
    private static final StackWalker STACK = StackWalker.getInstance();
    private static final String HERE = SourcePlace.class.getPackageName() + ".";

    /** The nearest line on the stack that lies outside of this package. */
    static SourcePlace ofCaller() {
        return STACK.walk(frames -> frames.filter(frame -> !isHere(frame.getClassName()))
                .findFirst()
                .map(frame -> new SourcePlace(
                        frame.getFileName() == null ? frame.getClassName() : frame.getFileName(),
                        Math.max(1, frame.getLineNumber())))
                .orElse(new SourcePlace("java", 1)));
    }

    private static boolean isHere(String className) {
        return className.startsWith(HERE) && className.indexOf('.', HERE.length()) < 0;
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
