#!/usr/bin/env python3
"""Makes manual pages of what a command built with ArgumentParser says of itself.

manual-pages.py COMMAND FOLDER: writes COMMAND.1 and COMMAND-SUBCOMMAND.1 into the folder, and prints their names.
"""

import json
import os
import subprocess
import sys
import time


def escaped(text):
    """Text as roff has it: nothing of it is a request, and dashes are those of options."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def paragraphs(text):
    """Paragraphs are filled; lines that are indented stay as they are."""
    lines, isFixed = [], False
    for line in text.split("\n"):
        if line.startswith("  ") != isFixed:
            isFixed = not isFixed
            lines += [".PP", ".nf", ".RS 4"] if isFixed else [".RE", ".fi"]
        lines.append(escaped(line.strip() if isFixed else line) if line.strip() else ".PP")
    return lines + ([".RE", ".fi"] if isFixed else [])


def spelled(name):
    return ("--" if name["kind"] == "long" else "-") + name["name"]


def title(argument):
    if argument["kind"] == "positional":
        return "\\fI" + escaped(argument["valueName"]) + "\\fR" + (" ..." if argument["isRepeating"] else "")
    names = ", ".join("\\fB" + escaped(spelled(name)) + "\\fR" for name in argument["names"])
    return names + ("" if argument["kind"] == "flag" else " \\fI" + escaped(argument["valueName"]) + "\\fR")


def described(argument):
    text = argument.get("abstract", "")
    values = argument.get("allValues")
    if values:
        text += " One of: " + ", ".join(values) + "."
    if argument.get("defaultValue"):
        text += " Default: " + argument["defaultValue"] + "."
    return [".TP", title(argument)] + [escaped(line) for line in text.strip().split("\n")]


def options(arguments):
    """The options, by the sections that the help has, in the order of these."""
    lines = []
    for section in dict.fromkeys(argument.get("sectionTitle") for argument in arguments):
        if section:
            lines.append(".SS " + escaped(section))
        for argument in arguments:
            if argument.get("sectionTitle") == section:
                lines += described(argument)
    return lines


def synopsis(name, command, subcommands):
    arguments = [argument for argument in command.get("arguments", []) if argument.get("shouldDisplay", True)]
    words = ["\\fB" + escaped(name) + "\\fR"]
    if subcommands:
        words.append("\\fIsubcommand\\fR")
    for argument in arguments:
        if not argument["isOptional"] and argument["kind"] != "positional":
            words.append(title(argument))
    words.append("[\\fIoptions\\fR]")
    words += [title(argument) for argument in arguments if argument["kind"] == "positional"]
    return " ".join(words)


def page(name, command, subcommands, others, version, date):
    file = name.replace(" ", "-")
    shown = [argument for argument in command.get("arguments", []) if argument.get("shouldDisplay", True)]
    lines = [
        f'.TH {escaped(file.upper())} 1 "{date}" "{escaped(version)}" "User commands"',
        ".SH NAME",
        escaped(file) + " \\- " + escaped(command.get("abstract", "").rstrip(".")),
        ".SH SYNOPSIS",
        synopsis(name, command, subcommands),
    ]
    if command.get("discussion"):
        lines += [".SH DESCRIPTION"] + paragraphs(command["discussion"])
    if subcommands:
        lines.append(".SH SUBCOMMANDS")
        for other in subcommands:
            lines += [".TP", "\\fB" + escaped(other["commandName"]) + "\\fR", escaped(other["abstract"])]
    positional = [argument for argument in shown if argument["kind"] == "positional"]
    if positional:
        lines.append(".SH ARGUMENTS")
        for argument in positional:
            lines += described(argument)
    lines += [".SH OPTIONS"] + options([argument for argument in shown if argument["kind"] != "positional"])
    lines += [".SH SEE ALSO", ", ".join("\\fB" + escaped(other) + "\\fR(1)" for other in others if other != file)]
    return "\n".join(lines) + "\n"


def main(program, folder):
    tool = json.loads(subprocess.check_output([program, "--experimental-dump-help"]))["command"]
    name = tool["commandName"]
    version = subprocess.check_output([program, "--version"], text=True).strip()
    version = version if version.startswith(name) else f"{name} {version}"
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", os.stat(program).st_mtime))
    date = time.strftime("%Y-%m-%d", time.gmtime(moment))
    commands = [
        other for other in tool["subcommands"] if other.get("shouldDisplay", True) and other["commandName"] != "help"
    ]
    files = [name] + [f"{name}-{other['commandName']}" for other in commands]
    pages = [(name, tool, commands)] + [(f"{name} {other['commandName']}", other, []) for other in commands]
    for file, (title, command, subcommands) in zip(files, pages):
        with open(os.path.join(folder, file + ".1"), "w", encoding="utf-8") as output:
            output.write(page(title, command, subcommands, files, version, date))
        print(file + ".1")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: manual-pages.py COMMAND FOLDER")
    main(sys.argv[1], sys.argv[2])
