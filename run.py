#!/usr/bin/env python3
"""Sets the program up on a fresh machine and starts it. Standard library only, asks nothing.

    python3 run.py                open the window
    python3 run.py demo           the main job on the sample workbooks, then the window
    python3 run.py test           the whole test suite (more arguments go to pytest)
    python3 run.py list partner   any other command of the program, see README.md

It looks for the system libraries of the window, makes .venv from the hash-pinned lock, compiles the
translations and hands over. When nothing changed since the last start this costs under 0.3 s.
"""

from __future__ import annotations

import hashlib
import importlib.util
import locale
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
RUNTIME_LOCK = "requirements.lock"
DEVELOPER_LOCK = "requirements-dev.lock"


class SystemPart(NamedTuple):
    """Something that comes from the system and not from a Python package."""

    found_by: str  # name of a shared library, or of a program
    package: str  # in Debian and Ubuntu
    purpose: str  # "qt": nothing graphical loads without it; "window", "printer", "test"


# The one list of what the program needs from the system. README.md and the tests read it from here.
SYSTEM_PARTS = (
    SystemPart("libglib-2.0.so.0", "libglib2.0-0", "qt"),
    SystemPart("libEGL.so.1", "libegl1", "qt"),
    SystemPart("libGL.so.1", "libgl1", "qt"),
    SystemPart("libxkbcommon.so.0", "libxkbcommon0", "qt"),
    SystemPart("libfontconfig.so.1", "libfontconfig1", "qt"),
    SystemPart("libdbus-1.so.3", "libdbus-1-3", "qt"),
    SystemPart("libxcb-cursor.so.0", "libxcb-cursor0", "window"),
    SystemPart("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "window"),
    SystemPart("libxcb-icccm.so.4", "libxcb-icccm4", "window"),
    SystemPart("libxcb-keysyms.so.1", "libxcb-keysyms1", "window"),
    SystemPart("libxcb-shape.so.0", "libxcb-shape0", "window"),
    SystemPart("libcups.so.2", "libcups2", "printer"),
    SystemPart("Xvfb", "xvfb", "test"),
    SystemPart("smbd", "samba", "test"),
)
VENV_PACKAGE = "python3-venv"

SENTENCES = {
    "old_python": {
        "en": "Python {wanted} or newer is needed; this is {found}.",
        "ru": "Нужен Python {wanted} или новее; здесь {found}.",
        "kk": "Python {wanted} не одан жаңасы керек; мұнда {found}.",
    },
    "installing_parts": {
        "en": "Installing system packages: {names}",
        "ru": "Устанавливаются системные пакеты: {names}",
        "kk": "Жүйелік пакеттер орнатылып жатыр: {names}",
    },
    "parts_missing": {
        "en": "The system lacks libraries the window needs. Please run once:\n  {line}",
        "ru": "В системе нет библиотек, нужных окну. Выполните один раз:\n  {line}",
        "kk": "Жүйеде терезеге керек кітапханалар жоқ. Бір рет орындаңыз:\n  {line}",
    },
    "no_venv": {
        "en": "Python's venv module is incomplete. Please run once:\n  {line}",
        "ru": "Модуль venv в Python неполный. Выполните один раз:\n  {line}",
        "kk": "Python-ның venv модулі толық емес. Бір рет орындаңыз:\n  {line}",
    },
    "making_venv": {
        "en": "Setting up the program's own Python in {folder} (once, one to three minutes) …",
        "ru": "Готовится собственный Python программы в {folder} (один раз, 1–3 минуты) …",
        "kk": "Бағдарламаның өз Python-ы {folder} бумасында дайындалуда (бір рет, 1–3 минут) …",
    },
    "venv_failed": {
        "en": "Setting up did not work; nothing else was changed. The reason stands above. "
        "Check the network and start again.",
        "ru": "Подготовка не удалась; больше ничего не изменено. Причина указана выше. "
        "Проверьте сеть и запустите снова.",
        "kk": "Дайындау сәтсіз аяқталды; басқа ештеңе өзгерген жоқ. Себебі жоғарыда. "
        "Желіні тексеріп, қайта іске қосыңыз.",
    },
    "ready": {
        "en": "Set up.",
        "ru": "Готово.",
        "kk": "Дайын.",
    },
    "demo_without_window": {
        "en": "The main job runs now; the window stays closed until these libraries are there.",
        "ru": "Основная работа выполняется сейчас; окно не откроется, пока нет этих библиотек.",
        "kk": "Негізгі жұмыс қазір орындалады; бұл кітапханалар болмайынша терезе ашылмайды.",
    },
}


def say(key: str, **places: str) -> None:
    """One sentence for the person, on standard error, in the language of the machine."""
    print(SENTENCES[key][machine_language()].format(**places), file=sys.stderr, flush=True)


def machine_language() -> str:
    for name in ("CLUSTER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            break
    else:
        value = locale.getlocale()[0] or ""
    # Windows says "Kazakh_Kazakhstan" and "Russian_Russia".
    if value.lower().startswith(("kk", "kazakh")):
        return "kk"
    return "ru" if value.lower().startswith("ru") else "en"


# --- system libraries -------------------------------------------------------------------------


def missing_parts(purposes: Sequence[str]) -> list[SystemPart]:
    """What of SYSTEM_PARTS is wanted for these purposes and not here. Always empty on Windows."""
    if not sys.platform.startswith("linux"):
        return []
    libraries = known_libraries()
    return [
        part
        for part in SYSTEM_PARTS
        if part.purpose in purposes
        and part.found_by not in libraries
        and not find_admin_program(part.found_by)
    ]


def known_libraries() -> set[str]:
    """Names in the dynamic linker's cache."""
    ldconfig = find_admin_program("ldconfig")
    if ldconfig is None:
        return set()
    lines = subprocess.run([ldconfig, "-p"], capture_output=True, text=True, check=False).stdout
    return {line.split(maxsplit=1)[0] for line in lines.splitlines() if "=>" in line}


def find_admin_program(name: str) -> str | None:
    """Where the program is; the folders of the administrator are not on everybody's PATH."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin:/usr/bin:/bin")


def apt_line(packages: Sequence[str]) -> str:
    return "sudo apt-get install " + " ".join(packages)


def install_packages(packages: Sequence[str]) -> bool:
    """Install with apt-get, as root or through a sudo that asks no password. True if it worked."""
    apt = find_admin_program("apt-get")
    if apt is None:
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        sudo = shutil.which("sudo")
        if sudo is None or not run_aloud_on_failure([sudo, "-n", "true"]):
            return False
        prefix = [sudo, "-n"]
    say("installing_parts", names=" ".join(packages))
    common = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-q", "-y"]
    # Another installation may be running (a fresh machine updates itself): wait for its lock.
    common += ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
    install = [*common, "install", "--no-install-recommends", *packages]
    if run_aloud_on_failure(install):
        return True
    # A fresh system has no package list yet, an old one has names that are gone.
    run_aloud_on_failure([*common, "update"])
    return run_aloud_on_failure(install, last=True)


def run_aloud_on_failure(command: Sequence[str], *, last: bool = False) -> bool:
    """Run without output; of a last attempt that fails, show what it printed. True if it worked."""
    result = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if result.returncode and last:
        print(result.stdout, file=sys.stderr)
    return result.returncode == 0


def provide_parts(purposes: Sequence[str]) -> list[SystemPart]:
    """Install what is missing where that is allowed; returns what is still missing."""
    missing = missing_parts(purposes)
    if missing and install_packages([part.package for part in missing]):
        return missing_parts(purposes)
    return missing


# --- the program's own Python -----------------------------------------------------------------


def venv_python(root: Path) -> Path:
    if sys.platform == "win32":
        return root / ".venv" / "Scripts" / "python.exe"
    return root / ".venv" / "bin" / "python"


def lock_stamp(root: Path, lock: str) -> str:
    """What a .venv made of this lock, for this folder and this Python, is marked with."""
    digest = hashlib.sha256((root / lock).read_bytes()).hexdigest()
    return f"{lock} {digest} {sys.version_info[0]}.{sys.version_info[1]} {root}"


def venv_is_current(root: Path, lock: str) -> bool:
    """True if .venv was made of this lock as it is now.

    A .venv with the developers' packages serves the program too: both locks are solved together.
    """
    stamp = root / ".venv" / "made-of.txt"
    if not stamp.is_file() or not venv_python(root).exists():
        return False
    return lock_stamp(root, lock) in stamp.read_text("utf-8").splitlines()


def make_venv(root: Path, lock: str) -> None:
    """Bring .venv to the lock. Ends the program with a sentence when that fails."""
    folder = root / ".venv"
    stamp = folder / "made-of.txt"
    say("making_venv", folder=str(folder))
    if importlib.util.find_spec("ensurepip") is None and not install_packages([VENV_PACKAGE]):
        say("no_venv", line=apt_line([VENV_PACKAGE]))
        sys.exit(2)
    stamp.unlink(missing_ok=True)
    python = venv_python(root)
    steps = []
    if not venv_works(root):
        steps.append([sys.executable, "-m", "venv", "--clear", str(folder)])
    # --no-deps: the lock is complete, and says on purpose what of a package's wishes is left out.
    pip = [str(python), "-m", "pip", "install", "--no-deps", "--require-hashes", "--no-input"]
    pip += ["--disable-pip-version-check", "--quiet", "-r", str(root / lock)]
    steps.append(pip)
    for step in steps:
        if not run_aloud_on_failure(step, last=True):
            say("venv_failed")
            sys.exit(2)
    (site_packages(root) / "cluster_desktop.pth").write_text(f"{root}\n", "utf-8")
    locks = {lock, RUNTIME_LOCK}  # the developers' lock holds the program's
    stamp.write_text("".join(lock_stamp(root, name) + "\n" for name in sorted(locks)), "utf-8")
    say("ready")


def venv_works(root: Path) -> bool:
    """True if the Python in .venv starts, has pip, and is the version that runs this script."""
    python = venv_python(root)
    if not python.exists():
        return False
    ask = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == f"{sys.version_info[0]}.{sys.version_info[1]}"


def site_packages(root: Path) -> Path:
    if sys.platform == "win32":
        return root / ".venv" / "Lib" / "site-packages"
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return root / ".venv" / "lib" / version / "site-packages"


def stale_catalogues(root: Path) -> list[Path]:
    """Translations (.po) that are newer than what was compiled of them, or never were compiled."""
    stale = []
    for source in sorted(root.glob("translations/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            stale.append(source)
    return stale


def compile_translations(root: Path, python: Path) -> None:
    """Compile what is stale. Under a second, and only after a change."""
    for source in stale_catalogues(root):
        target = str(source.with_suffix(".mo"))
        command = [str(python), "-m", "babel.messages.frontend", "compile"]
        command += ["-i", str(source), "-o", target, "-l", source.parts[-3]]
        if not run_aloud_on_failure(command, last=True):
            sys.exit(2)


# --- start ------------------------------------------------------------------------------------


def purposes_of(arguments: Sequence[str]) -> tuple[str, ...]:
    """Which system parts this command needs; commands without a window need none."""
    command = command_of(arguments)
    if command == "test":
        return ("qt", "window", "test")
    if command in ("", "demo"):
        return ("qt", "window", "printer")
    return ("qt",) if command == "--selftest" else ()


def command_of(arguments: Sequence[str]) -> str:
    """The command among the arguments; "" where there is none, so that the window opens."""
    words = iter(arguments)
    for word in words:
        if word in ("--data", "--lang", "--today"):
            next(words, None)
        elif word == "--selftest" or not word.startswith("-"):
            return word
        elif word in ("-h", "--help", "--version"):
            return "help"
    return ""


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for the program: a home folder is always named, output is UTF-8."""
    result = dict(environ)
    if sys.platform != "win32" and not result.get("HOME"):
        # Empty under some services; folders for data and logs are then looked for under "/".
        import pwd  # not on Windows

        result["HOME"] = pwd.getpwuid(os.getuid()).pw_dir
    result.setdefault("PYTHONUTF8", "1")
    return result


def hand_over(python: Path, arguments: Sequence[str], environ: Mapping[str, str]) -> NoReturn:
    command = [str(python), *arguments]
    if sys.platform == "win32":
        # exec on Windows gives the console back before the program ends.
        sys.exit(subprocess.run(command, env=dict(environ), check=False).returncode)
    os.execve(python, command, dict(environ))  # noqa: S606 - a fixed program, no shell


def run_whole_suite(python: Path, environ: Mapping[str, str]) -> int:
    """Every test; the worst status. Two processes share them, but what measures runs alone."""
    parts = (
        ["-n", "2", "--dist", "worksteal", "-m", "not timing and not soak"],
        ["-m", "timing"],
    )
    command = [str(python), "-m", "pytest", "-q"]
    return max(
        subprocess.run([*command, *p], env=dict(environ), check=False).returncode for p in parts
    )


def main(arguments: Sequence[str]) -> NoReturn:
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        say("old_python", wanted=wanted, found=sys.version.split()[0])
        sys.exit(2)
    environ = child_environment(os.environ)
    os.environ.update(environ)
    arguments = list(arguments)
    is_test = command_of(arguments) == "test"
    lack = [part for part in provide_parts(purposes_of(arguments)) if part.purpose != "printer"]
    if lack:
        say("parts_missing", line=apt_line([part.package for part in lack]))
        if command_of(arguments) != "demo":
            sys.exit(2)
        say("demo_without_window")
        arguments.append("--no-window")
    lock = DEVELOPER_LOCK if is_test else RUNTIME_LOCK
    if not venv_is_current(ROOT, lock):
        make_venv(ROOT, lock)
    python = venv_python(ROOT)
    compile_translations(ROOT, python)
    if is_test:
        os.chdir(ROOT)
        arguments.remove("test")
        if not arguments:
            sys.exit(run_whole_suite(python, environ))
        hand_over(python, ["-m", "pytest", "-q", *arguments], environ)
    hand_over(python, ["-m", "cluster_desktop", *arguments], environ)


if __name__ == "__main__":
    main(sys.argv[1:])
