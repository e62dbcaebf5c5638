"""An app with the example that the Python package's README has; the README is the only argument."""

import re
import sys
from pathlib import Path

import cdk_blue_green
from aws_cdk import App, Duration, Stack, aws_ec2 as ec2, aws_ecs as ecs

EXAMPLE = re.search(r"```python\n(.*?)```", Path(sys.argv[1]).read_text(encoding="utf-8"), re.S).group(1)


class Shop(Stack):
    def __init__(self, scope, construct_id):
        super().__init__(scope, construct_id)
        cluster = ecs.Cluster(self, "Cluster", vpc=ec2.Vpc(self, "Vpc"))
        task_definition = ecs.FargateTaskDefinition(self, "Task", family="orders")
        task_definition.add_container(
            "web",
            image=ecs.ContainerImage.from_registry("shop:1"),
            port_mappings=[ecs.PortMapping(container_port=8080)],
        )
        names = {name: getattr(cdk_blue_green, name) for name in cdk_blue_green.__all__}
        around = {"self": self, "cluster": cluster, "task_definition": task_definition, "Duration": Duration}
        exec(EXAMPLE, {**names, **around})


app = App()
Shop(app, "Shop")
app.synth()
