//! The `baascan` program: arguments, streams, exit code.

use baascan::cli::Cli;
use baascan::run::{Terminal, refused_gate, run};
use clap::Parser;
use std::io::{IsTerminal, Write, stderr, stdin, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refused(&error),
    };
    log_to_stderr(cli.verbose);
    let (mut data, mut rest) = (stdout().lock(), stderr());
    let interactive = stderr().is_terminal();
    let mut answers = stdin().lock();
    let mut terminal = Terminal::new(&mut data, &mut rest, interactive, now);
    if interactive && answers.is_terminal() {
        terminal = terminal.answered_by(&mut answers);
    }
    match run(&cli, &mut terminal) {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(failure) => {
            terminal.say(&failure.to_string());
            ExitCode::from(failure.exit() as u8)
        }
    }
}

/// Shows what is wrong with the command line, or the help that was asked for. A pipeline that called the gate gets its line.
fn refused(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    if error.use_stderr()
        && std::env::args_os().skip(1).find(|word| !is_flag(word)).is_some_and(|word| word == "gate")
    {
        let mut data = stdout().lock();
        let _ = writeln!(data, "{}", refused_gate(&error.to_string()));
    }
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

fn is_flag(word: &std::ffi::OsStr) -> bool {
    word.as_encoded_bytes().starts_with(b"-")
}

/// The one place that reads the clock; everything below is handed it.
#[expect(clippy::disallowed_methods, reason = "time comes into the house here")]
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// Logging is off unless asked for; what is logged names operations and never bodies.
fn log_to_stderr(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => "baascan=debug,aws_smithy_runtime::client::retries=debug",
        _ => "baascan=trace,aws_config=debug,aws_smithy_runtime::client::retries=trace",
    };
    tracing_subscriber::fmt().with_env_filter(level).with_writer(stderr).without_time().init();
}
