"""Reads the files for Kubernetes and holds them against what their kinds must have; prints the launcher's command: FOLDER."""

import pathlib
import sys

import yaml

folder = pathlib.Path(sys.argv[1])


def need(value, kind, where):
    if not isinstance(value, kind):
        sys.exit(f"{where}: {kind.__name__} is wanted, and {value!r} is there")
    return value


def pods(template, where):
    """A template of pods: every container has a name and an image, and mounts volumes that there are."""
    spec = need(need(template, dict, where).get("spec"), dict, where + ".spec")
    volumes = {volume["name"] for volume in spec.get("volumes", [])}
    containers = need(spec.get("containers"), list, where + ".containers")
    for container in containers:
        for key in ["name", "image"]:
            need(container.get(key), str, f"{where}.containers.{key}")
        for mount in container.get("volumeMounts", []):
            if mount["name"] not in volumes:
                sys.exit(f"{where}: there is no volume {mount['name']}")
        for words in [container.get("command", []), container.get("args", [])]:
            for word in words:
                need(word, str, where + ".command")
    return containers


def document(name, version, kind):
    documents = list(yaml.safe_load_all((folder / "kubernetes" / name).read_text()))
    if len(documents) != 1 or (documents[0]["apiVersion"], documents[0]["kind"]) != (version, kind):
        sys.exit(f"{name} is no {kind} of {version}")
    need(documents[0]["metadata"].get("name"), str, name)
    return need(documents[0]["spec"], dict, name)


job = document("fit.yaml", "kubeflow.org/v2beta1", "MPIJob")
replicas = job["mpiReplicaSpecs"]
if set(replicas) != {"Launcher", "Worker"} or replicas["Launcher"]["replicas"] != 1:
    sys.exit("fit.yaml: one launcher and workers are wanted")
pods(replicas["Worker"]["template"], "Worker")
script = pods(replicas["Launcher"]["template"], "Launcher")[0]["args"][0]
if f"-n {replicas['Worker']['replicas'] * job['slotsPerWorker']} " not in script:
    sys.exit("fit.yaml: mpirun starts another number of processes than there are slots")

ray = document("fit-ray.yaml", "ray.io/v1", "RayJob")
cluster = ray["rayClusterSpec"]
need(cluster["rayVersion"], str, "rayVersion")
images = {each["image"] for each in pods(cluster["headGroupSpec"]["template"], "headGroupSpec")}
for group in cluster["workerGroupSpecs"]:
    need(group["groupName"], str, "groupName")
    if not group["minReplicas"] <= group["replicas"] <= group["maxReplicas"]:
        sys.exit("fit-ray.yaml: replicas are not from the least to the most")
    images |= {each["image"] for each in pods(group["template"], "workerGroupSpecs")}
if len(images) != 1 or cluster["rayVersion"] not in images.pop():
    sys.exit("fit-ray.yaml: all machines want one version of Ray")
yaml.safe_load(ray["runtimeEnvYAML"])
program = ray["entrypoint"].split('"')[1]
compile(program, "entrypoint", "exec")
if "workers=4" not in program:
    sys.exit("fit-ray.yaml: as many workers as machines are wanted")
print(script)
