"""Calls the endpoint in AWS_ENDPOINT_URL with boto3, unmodified, and prints what it heard as JSON."""

import json

import boto3
from botocore.exceptions import ClientError


def failure(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]
    return None


def shift(elb):
    """Stands up two colours and moves a tenth of the traffic."""
    balancer = elb.create_load_balancer(Name="orders", Subnets=["subnet-1", "subnet-2"])["LoadBalancers"][0]
    groups = [
        elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId="vpc-1", TargetType="ip")["TargetGroups"][0]
        for name in ("blue", "green")
    ]

    def forward(*weights):
        pairs = [{"TargetGroupArn": group["TargetGroupArn"], "Weight": weight} for group, weight in zip(groups, weights)]
        return [{"Type": "forward", "ForwardConfig": {"TargetGroups": pairs}}]

    listener = elb.create_listener(
        LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=forward(100, 0)
    )["Listeners"][0]
    elb.modify_listener(ListenerArn=listener["ListenerArn"], DefaultActions=forward(90, 10))
    (now,) = elb.describe_listeners(ListenerArns=[listener["ListenerArn"]])["Listeners"]
    return [pair["Weight"] for pair in now["DefaultActions"][0]["ForwardConfig"]["TargetGroups"]]


def store(s3):
    s3.create_bucket(Bucket="from-boto3")
    s3.put_object(Bucket="from-boto3", Key="a b/å", Body=b"hello")
    body = s3.get_object(Bucket="from-boto3", Key="a b/å")["Body"].read().decode()
    keys = [item["Key"] for item in s3.list_objects_v2(Bucket="from-boto3")["Contents"]]
    return [body, keys, failure(s3.get_object, Bucket="from-boto3", Key="none")]


def measure(cloudwatch):
    cloudwatch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Errors", "Value": 2.5}])
    names = [metric["MetricName"] for metric in cloudwatch.list_metrics(Namespace="Shop")["Metrics"]]
    return [names, failure(cloudwatch.set_alarm_state, AlarmName="none", StateValue="OK", StateReason="x")]


def remember(ssm):
    ssm.put_parameter(Name="/from/boto3", Value="1", Type="String")
    return [ssm.get_parameter(Name="/from/boto3")["Parameter"]["Value"], failure(ssm.get_parameter, Name="/none")]


print(
    json.dumps(
        {
            "account": boto3.client("sts").get_caller_identity()["Account"],
            "weights": shift(boto3.client("elbv2")),
            "objects": store(boto3.client("s3")),
            "metrics": measure(boto3.client("cloudwatch")),
            "parameters": remember(boto3.client("ssm")),
            "zones": len(boto3.client("ec2").describe_availability_zones()["AvailabilityZones"]),
            "functions": failure(boto3.client("lambda").get_function, FunctionName="none"),
            "deployments": failure(boto3.client("codedeploy").get_deployment, deploymentId="d-ABCDEFGHI"),
            "clusters": boto3.client("ecs").list_task_definitions()["taskDefinitionArns"],
            "stacks": failure(boto3.client("cloudformation").describe_stacks, StackName="none"),
            "secrets": failure(boto3.client("secretsmanager").get_secret_value, SecretId="none"),
        }
    )
)
