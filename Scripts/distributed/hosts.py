"""Three machines with addresses of their own, of one machine: network namespaces, made here and taken away."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import time

from faults import SIGNALS, names_of_killed, resumed, started
from jobs import MPI, check, is_same

COUNT = 3
NETWORK = "10.77.0"
START = f"gmm{os.getpid()}"

# In the place of ssh: whoever starts processes asks for HOST COMMAND….
AGENT = """#!/bin/sh
while [ "${1#-}" != "$1" ]; do shift; done
host=$1
shift
exec ip netns exec %s-${host##*.} unshare --uts sh -c "hostname machine${host##*.}; $*"
""" % START


def ip(*words, quietly=False):
    subprocess.run(["ip", *words], check=not quietly, capture_output=True, text=True)


@contextlib.contextmanager
def network():
    """The namespaces as long as they are needed; nothing where the machine does not permit them."""
    if os.geteuid() != 0 or not shutil.which("ip") or not shutil.which("unshare"):
        yield False
        return
    names = [f"{START}-{number}" for number in range(1, COUNT + 2)]
    switch = names[-1]
    try:
        try:
            for name in names:
                ip("netns", "add", name)
            ip("-n", switch, "link", "add", "switch", "type", "bridge")
            ip("-n", switch, "link", "set", "switch", "up")
            for number, name in enumerate(names[:-1], 1):
                ip("link", "add", "eth0", "netns", name, "type", "veth", "peer", "name", f"port{number}", "netns", switch)
                ip("-n", switch, "link", "set", f"port{number}", "master", "switch", "up")
                ip("-n", name, "addr", "add", f"{NETWORK}.{number}/24", "dev", "eth0")
                for device in ["eth0", "lo"]:
                    ip("-n", name, "link", "set", device, "up")
        except subprocess.CalledProcessError as error:
            print("  " + error.stderr.strip())
            yield False
            return
        yield True
    finally:
        for name in names:
            ip("netns", "del", name, quietly=True)


def cable(number, is_there):
    ip("-n", f"{START}-{COUNT + 1}", "link", "set", f"port{number}", "up" if is_there else "down")


def traffic(number):
    """The bytes that a machine has sent."""
    text = subprocess.run(
        ["ip", "netns", "exec", f"{START}-{number}", "cat", "/proc/net/dev"], capture_output=True, text=True).stdout
    lines = [line for line in text.splitlines() if "eth0:" in line]
    return int(lines[0].split(":")[1].split()[8]) if lines else 0


class MPIOfHosts(MPI):
    """The same MPI, with a process on each machine; started from the first."""

    def __init__(self, mpi, agent, machines=range(1, COUNT + 1)):
        super().__init__(mpi.folder, mpi.gmm)
        self.agent, self.machines = str(agent), machines

    @property
    def variables(self):
        # Processes of one kernel would find each other's memory, whatever their addresses.
        return super().variables | {
            "UCX_TLS": "tcp,self", "UCX_NET_DEVICES": "eth0", "FI_PROVIDER": "tcp", "FI_TCP_IFACE": "eth0",
            "MPIR_CVAR_NOLOCAL": "1"}

    def command(self, size, arguments, options=()):
        addresses = [f"{NETWORK}.{number}" for number in self.machines[:size]]
        launcher = [os.path.join(self.folder, "bin", "mpiexec")]
        if self.is_open:
            launcher += ["--host", ",".join(f"{address}:1" for address in addresses), "--bind-to", "none"]
            launcher += ["--prtemca", "plm_ssh_agent", self.agent, "--prtemca", "prte_if_include", f"{NETWORK}.0/24"]
            # Else the first to lose another ends all, without a word on which it was.
            launcher += ["--with-ft", "ulfm"]
            launcher += ["--mca", "pml", "ob1", "--mca", "btl", "self,tcp", "--mca", "btl_tcp_if_include", f"{NETWORK}.0/24"]
        else:
            launcher += ["-launcher", "ssh", "-launcher-exec", self.agent, "-iface", "eth0", "-hosts", ",".join(addresses)]
        inside = ["ip", "netns", "exec", f"{START}-1", "unshare", "--uts", "sh", "-c", 'hostname machine1; exec "$@"', "sh"]
        return inside + launcher + list(options) + ["-n", str(size), self.gmm, *arguments]


def host(number):
    """The machine that a process is on."""
    return subprocess.run(
        ["ip", "netns", "identify", str(number)], capture_output=True, text=True).stdout.strip().rsplit("-", 1)[-1]


def three_hosts(mpi, answers):
    with network() as is_there:
        if not is_there:
            print("skipped: this machine makes no network namespaces (they take root, iproute2 and util-linux)")
            return
        agent = pathlib.Path("agent.sh").absolute()
        agent.write_text(AGENT)
        agent.chmod(0o755)
        hosts = MPIOfHosts(mpi, agent)
        before = traffic(2)
        begin = time.monotonic()
        several = hosts.run(COUNT, answers.fit)
        same = several.returncode == 0 and is_same(several.stdout, answers.text)
        check(same, f"{mpi.name}: a fit across three machines", several.stderr[-1500:])
        sent = traffic(2) - before
        check(sent > 100_000, f"{mpi.name}: the fit went over the cable", str(sent))
        print(f"  a fit across three machines: {time.monotonic() - begin:.1f} s, {sent:,} bytes from the second", flush=True)
        for what in ["killed", "stopped", "cut off"]:
            one_fault(mpi, hosts, answers, what)
        from_elsewhere(mpi, agent, answers)


def one_fault(mpi, hosts, answers, what):
    job = started(hosts, COUNT, answers.fit, "kept")
    ranks = hosts.ranks()
    if not check(set(ranks) == {0, 1, 2}, f"{mpi.name}: all are there: {what}", f"{ranks} {job.poll()}"):
        job.kill()
        return
    check({host(number) for number in ranks.values()} == {"1", "2", "3"}, f"{mpi.name}: each on a machine of its own")
    if what == "cut off":
        cable(3, False)
    else:
        os.kill(ranks[2], SIGNALS[what])
    said, took = hosts.ends(job, f"on three machines, one {what}")
    if what == "cut off":
        cable(3, True)
        time.sleep(3)
    names = names_of_killed(mpi, 2) if what == "killed" else ["Process 2 has given no sign"]
    check(any(name in said for name in names), f"{mpi.name}: on three machines, one {what}: it is named", said[-1500:])
    print(f"  one of three machines {what}: over after {took:.1f} s", flush=True)
    resumed(hosts, answers, "kept", COUNT, f"on three machines, one {what}")
    resumed(mpi, answers, "kept", 2, f"on three machines, one {what}, then on one")


def from_elsewhere(mpi, agent, answers):
    """A launcher on a machine of its own, as on Kubernetes: nobody there ends it, so it has to notice itself, before others do."""
    options = []
    if mpi.is_open:
        for name, value in [("time", 4), ("intvl", 2), ("probes", 3)]:
            options += ["--prtemca", f"oob_tcp_keepalive_{name}", str(value)]
    hosts = MPIOfHosts(mpi, agent, [2, 3])
    job = started(hosts, 2, answers.fit, "kept", options, silence=15)
    if not check(set(hosts.ranks()) == {0, 1}, f"{mpi.name}: all are there, started from elsewhere", str(job.poll())):
        job.kill()
        return
    cable(3, False)
    # The code of Open MPI 5 is 0 then: Launch/kubernetes/fit.yaml looks for the model instead.
    said, took = hosts.ends(job, "started from elsewhere, one cut off", has_code=not mpi.is_open)
    cable(3, True)
    time.sleep(3)
    name = "lost communication with a remote daemon" if mpi.is_open else "Process 1 has given no sign"
    check(name in said, f"{mpi.name}: started from elsewhere, one cut off: the reason", said[-1500:])
    print(f"  started from elsewhere, one cut off: over after {took:.1f} s", flush=True)
    resumed(mpi, answers, "kept", 2, "started from elsewhere, one cut off")
