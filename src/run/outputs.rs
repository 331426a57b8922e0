//! The reports of a run, opened before the work starts so that a wrong path fails in the first second.

use super::{Failure, Terminal};
use crate::cli::{MapOutput, Output};
use crate::record::RecordFolder;
use crate::report;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Reports to be written, in the order of the command line.
pub(super) struct Outputs {
    reports: Vec<(&'static report::Format, Option<Target>)>,
}

/// A file that gets its name when its report is whole; a device or a pipe is written to as it is.
struct Target {
    path: PathBuf,
    partial: Option<PathBuf>,
    file: File,
}

impl Outputs {
    /// Opens every file; without any format, the table goes to stdout.
    pub(super) fn open(formats: &[Output]) -> Result<Self, Failure> {
        let table = [Output { format: "table".to_owned(), file: None }];
        let formats = if formats.is_empty() { &table[..] } else { formats };
        one_to_stdout(formats.iter().filter(|f| f.file.is_none()).count())?;
        let mut reports = Vec::new();
        for wanted in formats {
            let format = report::format(&wanted.format)
                .ok_or_else(|| Failure::Usage(format!("`{}` is not a format", wanted.format)))?;
            reports.push((format, wanted.file.as_deref().map(Target::open).transpose()?));
        }
        Ok(Self { reports })
    }

    /// Writes every report.
    pub(super) fn write(self, record: &RecordFolder, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        for (format, target) in self.reports {
            write_to(target, terminal, &mut |out| (format.render)(record, out))?;
        }
        Ok(())
    }
}

/// Maps to be written, in the order of the command line.
pub(super) struct MapOutputs {
    maps: Vec<(&'static report::MapFormat, Option<Target>)>,
}

impl MapOutputs {
    /// Opens every file; without any format, the table goes to stdout.
    pub(super) fn open(formats: &[MapOutput]) -> Result<Self, Failure> {
        let table = [MapOutput { format: "table".to_owned(), file: None }];
        let formats = if formats.is_empty() { &table[..] } else { formats };
        one_to_stdout(formats.iter().filter(|f| f.file.is_none()).count())?;
        let mut maps = Vec::new();
        for wanted in formats {
            let format = report::map_format(&wanted.format)
                .ok_or_else(|| Failure::Usage(format!("`{}` is not a format", wanted.format)))?;
            maps.push((format, wanted.file.as_deref().map(Target::open).transpose()?));
        }
        Ok(Self { maps })
    }

    /// Writes every map.
    pub(super) fn write(self, view: &report::View, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
        for (format, target) in self.maps {
            write_to(target, terminal, &mut |out| (format.render)(view, out))?;
        }
        Ok(())
    }
}

fn one_to_stdout(count: usize) -> Result<(), Failure> {
    if count > 1 {
        return Err(Failure::Usage(
            "two reports to stdout; give all but one a file, such as --format json=result.json".to_owned(),
        ));
    }
    Ok(())
}

/// Writes one report.
type Render<'r> = &'r mut dyn FnMut(&mut dyn Write) -> Result<(), report::ReportError>;

/// To a file, or to stdout.
fn write_to(target: Option<Target>, terminal: &mut Terminal<'_>, render: Render<'_>) -> Result<(), Failure> {
    match target {
        None => {
            let mut out = BufWriter::new(terminal.data());
            let written = render(&mut out).and_then(|()| Ok(out.flush()?));
            ignore_closed_pipe(written)
        }
        Some(target) => target.fill(render),
    }
}

impl Target {
    fn open(path: &Path) -> Result<Self, Failure> {
        let refused = |e| Failure::Usage(format!("cannot write to {}: {e}", path.display()));
        // A link is followed: what it points at is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            let file = File::options().write(true).open(&path).map_err(refused)?;
            return Ok(Self { path, partial: None, file });
        }
        let mut name = path.as_os_str().to_owned();
        name.push(".partial");
        let partial = PathBuf::from(name);
        let file = File::create(&partial).map_err(refused)?;
        Ok(Self { path, partial: Some(partial), file })
    }

    fn fill(self, render: Render<'_>) -> Result<(), Failure> {
        let mut out = BufWriter::new(self.file);
        render(&mut out).map_err(anyhow::Error::from)?;
        out.flush()
            .and_then(|()| self.partial.map_or(Ok(()), |partial| fs::rename(partial, &self.path)))
            .map_err(|e| anyhow::anyhow!("cannot write {}: {e}", self.path.display()).into())
    }
}

/// `baascan … | head` closes the pipe early; that is the reader's wish and no failure.
fn ignore_closed_pipe(written: Result<(), report::ReportError>) -> Result<(), Failure> {
    match written {
        Err(report::ReportError::Write(e)) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|e| anyhow::Error::from(e).into()),
    }
}
