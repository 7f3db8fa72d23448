"""The command line: `python -m etl sample | fetch | check | build | releases | activate | prune | export`."""

import datetime
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from . import build as builder
from . import catalogue, deliveries, export, release
from .checks import Finding
from .errors import CheckError, ExtractError, MonitorError, ReleaseError

app = typer.Typer(
    help="Builds the releases of the Doorstroommonitor from the extracts of DUO, CBS and others.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Extracts = Annotated[Path, typer.Option(help="Folder with the source files as received.")]
Releases = Annotated[Path, typer.Option(help="Folder with the built releases.")]
Sample = Annotated[
    bool | None,
    typer.Option("--sample/--no-sample", help="Examples where real files lack; by default only when all of them do."),
]
EXTRACTS = Path("data/extracts")
RELEASES = Path("data/releases")
BOUNDARIES = Path("data/boundaries")


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the rows a check found, and tracebacks.")] = False,
) -> None:
    """Builds the releases of the Doorstroommonitor from the extracts of DUO, CBS and others."""


@app.command()
def sample(
    extracts: Extracts = EXTRACTS,
    if_missing: Annotated[
        bool, typer.Option("--if-missing", help="Do nothing when there is a sample or a real file.")
    ] = False,
) -> None:
    """Write example extracts (voorbeeld_*) in the layouts of CBS and DUO; they are no real figures."""
    if if_missing and any(extracts.glob(f"{deliveries.SAMPLE}*")):
        out.print(f"{extracts} holds a sample already.")
        return
    if if_missing and deliveries.has_real_files(catalogue.load_sources(), extracts):
        out.print(f"{extracts} holds real files; no examples are put beside them.")
        return
    extracts.mkdir(parents=True, exist_ok=True)
    with _progress() as progress:
        task = progress.add_task("writing the sample")
        # Only this word needs the generator, which is slow to load.
        generate = import_module("etl.sample").generate
        generate(extracts, progress=lambda file: progress.update(task, description=escape(file)))
    out.print(f"Wrote {len(list(extracts.glob(f'{deliveries.SAMPLE}*')))} example extracts to {extracts}.")


@app.command()
def fetch(
    tables: Annotated[list[str] | None, typer.Argument(help="StatLine tables or source ids; all when none.")] = None,
    extracts: Extracts = EXTRACTS,
    base_v4: Annotated[str | None, typer.Option(help="Another address of the OData v4 service.")] = None,
    base_v3: Annotated[str | None, typer.Option(help="Another address of the OData v3 service.")] = None,
    boundaries: Annotated[bool, typer.Option("--boundaries", help="Get the map of the regions instead.")] = False,
    base_map: Annotated[str | None, typer.Option(help="Another address of the service for boundaries.")] = None,
) -> None:
    """Download the StatLine tables that the sources declare; where one is there, its sample steps aside."""
    # Only this word needs the network and its libraries.
    if boundaries:
        path = import_module("etl.boundaries").fetch_boundaries(BOUNDARIES, base_map)
        out.print(f"Wrote the map of the regions to {path}.")
        return
    fetcher = import_module("etl.fetch")
    with _progress() as progress:
        tasks = {}

        def tell(table: str, rows: int, total: int | None) -> None:
            if table not in tasks:
                tasks[table] = progress.add_task(table)
            of = f" of {total:,}" if total is not None else ""
            progress.update(tasks[table], description=f"{table}: {rows:,}{of} rows")

        def told(item: Any) -> None:
            state = f"{item.rows:,} rows" if item.changed else "unchanged"
            out.print(escape(f"{item.table} ({item.dialect}): {state}{f'; {item.note}' if item.note else ''}"))

        fetcher.fetch(extracts, tables or None, base_v4=base_v4, base_v3=base_v3, progress=tell, arrived=told)


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(metavar="[EXTRACTS]", help="The same as --extracts.")] = None,
    extracts: Extracts = EXTRACTS,
    sample: Sample = None,
) -> None:
    """Read every extract without building a release; tell what each brings and what each page will lack."""
    place = folder or extracts
    if not place.is_dir():
        raise ExtractError(f"{place}: is no folder; the extracts lie in one. Correct the path and check again.")
    with _progress() as progress:
        task = progress.add_task("declarations")
        report = builder.check(
            place,
            sample=_takes_sample(place, sample),
            tell=lambda step: progress.update(task, description=escape(step)),
        )
    table = Table("source", "kind", "files", "rows", "years", "kinds of region", box=None)
    for item in report.sources:
        table.add_row(item.source, item.kind, str(item.files), f"{item.rows:,}", item.years, item.regions)
    out.print(table if report.sources else f"{place} holds no file of any source.")
    _print_files(report.accounts, report.not_taken)
    for sentence in report.unread:
        out.print(escape(sentence), soft_wrap=True)
    for lack in report.lacks:
        state = "is empty" if lack.page in report.empty else "lacks a part"
        fill = " and ".join(lack.sources)
        out.print(f"page '{lack.page}' {state}: {lack.what}; {fill} would fill it.", soft_wrap=True)
    out.print(f"Pages with all their figures: {', '.join(report.full) or 'none'}.", soft_wrap=True)


@app.command()
def build(
    extracts: Extracts = EXTRACTS,
    releases: Releases = RELEASES,
    activate: Annotated[bool, typer.Option(help="Show the new release at once.")] = True,
    sample: Sample = None,
    publish_at: Annotated[
        str | None,
        typer.Option(help="Embargo: keep the release shut until this moment; in UTC when it has no zone."),
    ] = None,
) -> None:
    """Build a release from the extracts, check it, and show it."""
    moment = None if publish_at is None else _moment(publish_at)
    with _progress() as progress:
        task = progress.add_task("declarations")
        built = builder.build_and_tell(
            extracts,
            releases,
            activate=activate,
            publish_at=moment,
            sample=_takes_sample(extracts, sample),
            tell=lambda step: progress.update(task, description=escape(step)),
        )
    _print_files(built.accounts, built.not_taken)
    for sentence in built.unread:
        out.print(escape(f"not read: {sentence}"), soft_wrap=True)
    for finding in built.warnings:
        out.print(escape(f"warning: {finding.text()}."), soft_wrap=True)
    if built.without_data:
        out.print(f"No files for: {', '.join(built.without_data)}.", soft_wrap=True)
    told = _shown(release.describe(releases, built.id), releases) if activate else "it is not shown yet"
    out.print(f"Built release {built.id} ({built.kind}); {told}.", soft_wrap=True)


@app.command()
def releases(releases: Releases = RELEASES) -> None:
    """List the releases, newest first."""
    table = Table("", "release", "kind", "data of", "embargo (UTC)", "MB", box=None)
    bad = []
    for item in release.listing(releases):
        if isinstance(item, release.Broken):
            bad.append(item)
            table.add_row("*" if item.current else "", item.id, "[red]bad[/red]", "", "", f"{item.bytes / 1e6:.1f}")
            continue
        embargo = f"{item.publish_at:%Y-%m-%d %H:%M}" if item.publish_at else ""
        mark = "*" if item.current else ""
        table.add_row(mark, item.id, item.kind, f"{item.data_date}", embargo, f"{item.bytes / 1e6:.1f}")
    out.print(table if table.row_count else f"{releases} holds no releases; run 'python -m etl build'.")
    for item in bad:
        out.print(escape(f"bad: {item.why}"), soft_wrap=True)
    if table.row_count and (seen := release.shown(releases)) != release.current(releases):
        out.print(f"Readers see {seen or 'nothing'}: the current one (*) cannot be shown now.", soft_wrap=True)


@app.command()
def activate(name: Annotated[str, typer.Argument(metavar="RELEASE")], releases: Releases = RELEASES) -> None:
    """Show this release from now on; also the way back to an older one."""
    chosen = release.activate(releases, name)
    out.print(f"Release {name} is current; {_shown(chosen, releases)}.", soft_wrap=True)


@app.command()
def prune(
    keep: Annotated[int, typer.Option(help="How many of the newest releases stay.")] = 12,
    name: Annotated[str | None, typer.Argument(metavar="[RELEASE]", help="Remove only this one.")] = None,
    releases: Releases = RELEASES,
) -> None:
    """Remove old releases; the one that is shown always stays."""
    if name is not None:
        release.remove(releases, name)
        gone = [name]
    else:
        gone = release.prune(releases, keep)
    out.print(f"Removed {', '.join(gone)}." if gone else "Nothing to remove.")


@app.command("export")
def export_release(
    folder: Annotated[Path, typer.Option(help="Where the Parquet files go.")] = Path("data/export"),
    name: Annotated[str | None, typer.Argument(metavar="[RELEASE]", help="The release that is shown if none.")] = None,
    releases: Releases = RELEASES,
) -> None:
    """Write a release as Parquet files that other engines read."""
    with _progress() as progress:
        progress.add_task("writing Parquet")
        target = export.export(releases, folder, name)
    out.print(f"Wrote {target}.")


def _moment(text: str) -> datetime.datetime:
    """The moment that someone typed, in UTC when it has no zone of its own."""
    try:
        return release.in_utc(datetime.datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError) as error:
        raise ReleaseError(
            f"--publish-at: '{text[:40]}' is no moment; it is a day and a time, as 2027-03-18T07:00 (UTC) or "
            "2027-03-18T08:00+01:00. Correct it and build again."
        ) from error


def _shown(chosen: release.Release, releases: Path) -> str:
    """Whether readers see a release, and else from when."""
    if not chosen.waits():
        return "it is shown now"
    seen = release.shown(releases)
    return f"it is shown from {chosen.publish_at:%Y-%m-%d %H:%M} UTC on, until then {seen or 'nothing'} is"


def _takes_sample(extracts: Path, asked: bool | None) -> bool:
    """Invented figures never stand beside real ones unless asked."""
    return asked if asked is not None else not deliveries.has_real_files(catalogue.load_sources(), extracts)


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=not err.is_terminal)


def _print_files(accounts: Sequence[str], not_taken: Sequence[str]) -> None:
    for line in accounts:
        out.print(escape(line), soft_wrap=True)
    for sentence in not_taken:
        out.print(escape(f"warning: {sentence}."), soft_wrap=True)


def _print_rows(findings: Sequence[object]) -> None:
    for finding in findings:
        if isinstance(finding, Finding):
            table = Table(*finding.columns, title=f"{finding.sentence} ({finding.count} rows)", box=None)
            for row in finding.rows:
                table.add_row(*(str(cell) for cell in row))
            err.print(table)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one word; every error is one sentence on stderr and exit code 1."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    words = [word for word in given if word != "--debug"]
    try:
        # Click would print a traceback of its own for what is not its error.
        status = app(words, standalone_mode=False)
        return status if isinstance(status, int) else 0
    except MonitorError as error:
        err.print(escape(str(error)))
        if isinstance(error, CheckError) and "--debug" in given:
            _print_rows(error.findings)
        return 1
    except typer.Exit as error:
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        err.print("Stopped; nothing was released.")
        return 130
    except Exception as error:
        if hasattr(error, "exit_code") and hasattr(error, "show"):
            # A mistake in the words themselves: Click says it best.
            error.show()
            return int(error.exit_code)
        if "--debug" in given:
            traceback.print_exc()
        about = " ".join(str(error).split())[:300]
        err.print(escape(f"unexpected: {type(error).__name__}: {about}; report it with the output of --debug."))
        return 1


if __name__ == "__main__":
    sys.exit(main())
