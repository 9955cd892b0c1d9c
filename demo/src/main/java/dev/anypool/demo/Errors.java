package dev.anypool.demo;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says in one line on standard error what is wrong, and never with a stack trace. */
final class Errors {
    private Errors() {}

    /** Bad arguments. */
    static int usage(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        say(command, error.getMessage() + " (see '" + name + " --help')");
        return ExitCode.USAGE;
    }

    /** A command that failed. */
    static int execution(Exception error, CommandLine command, ParseResult arguments) {
        if (DemoPool.isStopping()) {
            return ExitCode.SOFTWARE; // Ctrl-C explains itself
        }
        Throwable cause = cause(error);
        if (cause instanceof UserError) {
            say(command, String.valueOf(cause.getMessage()));
            return ExitCode.USAGE;
        }
        String message = cause.getMessage();
        say(
                command,
                message == null ? cause.getClass().getName() : cause.getClass().getSimpleName() + ": " + message);
        return ExitCode.SOFTWARE;
    }

    private static Throwable cause(Throwable error) {
        Throwable cause = error.getCause();
        boolean wrapper = error instanceof CompletionException || error instanceof ExecutionException;
        return wrapper && cause != null ? cause(cause) : error;
    }

    private static void say(CommandLine command, String message) {
        String line = message.replaceAll("\\s*\\R\\s*", " ");
        command.getErr().println(command.getCommandName() + ": " + line);
    }
}
