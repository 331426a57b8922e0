"""Agents, data sources, flows and prompts: those of one region under a customer's key and a guardrail, those of the other not."""

from datetime import datetime, timedelta, timezone

from estate import ACCOUNT, EAST, KEY, WEST, arn
from rules import answer

ROLE = f"arn:aws:iam::{ACCOUNT}:role/AmazonBedrockExecutionRoleForAgents_estate"
NOW = datetime.now(timezone.utc) - timedelta(days=2)
BASE, SOURCE = "KB12345678", "DS12345678"


def agent(region, keys, guardrail):
    summary = {"agentId": "AG12345678", "agentName": "estate-intake", "agentStatus": "PREPARED", "updatedAt": NOW}
    whole = {
        **summary,
        **keys,
        **guardrail,
        "agentArn": arn("bedrock", "agent/AG12345678", region),
        "agentVersion": "DRAFT",
        "idleSessionTTLInSeconds": 600,
        "agentResourceRoleArn": ROLE,
        "createdAt": NOW,
    }
    return [
        answer("ListAgents", {"agentSummaries": [{**summary, **guardrail}]}, region=region),
        answer("GetAgent", {"agent": whole}, region=region, agentId="AG12345678"),
    ]


def source(region, encryption):
    base = {"knowledgeBaseId": BASE, "name": "estate-guidelines", "status": "ACTIVE", "updatedAt": NOW}
    told = {"knowledgeBaseId": BASE, "dataSourceId": SOURCE, "name": "estate", "status": "AVAILABLE", "updatedAt": NOW}
    whole = {**told, **encryption, "dataSourceConfiguration": {"type": "S3"}, "createdAt": NOW}
    return [
        answer("ListKnowledgeBases", {"knowledgeBaseSummaries": [base]}, region=region),
        answer("ListDataSources", {"dataSourceSummaries": [told]}, region=region, knowledgeBaseId=BASE),
        answer("GetDataSource", {"dataSource": whole}, region=region, dataSourceId=SOURCE),
    ]


def built(region, keys):
    def told(kind):
        known = {"name": "estate", "id": "AB12345678", "version": "DRAFT", "createdAt": NOW, "updatedAt": NOW}
        return {**known, "arn": arn("bedrock", f"{kind}/AB12345678", region)}

    flow, prompt = {**told("flow"), "status": "Prepared"}, told("prompt")
    return [
        answer("ListFlows", {"flowSummaries": [flow]}, region=region),
        answer("GetFlow", {**flow, **keys, "executionRoleArn": ROLE}, region=region, includedData="METADATA_ONLY"),
        answer("ListPrompts", {"promptSummaries": [prompt]}, region=region),
        answer("GetPrompt", {**prompt, **keys}, region=region, includedData="METADATA_ONLY"),
    ]


def rules():
    key = {"customerEncryptionKeyArn": KEY}
    guardrail = {"guardrailConfiguration": {"guardrailIdentifier": "a1b2c3d4e5f6", "guardrailVersion": "1"}}
    nothing = {"ListAgents": "agent", "ListKnowledgeBases": "knowledgeBase", "ListFlows": "flow", "ListPrompts": "prompt"}
    return [
        *agent(EAST, key, guardrail),
        *agent(WEST, {}, {}),
        *source(EAST, {"serverSideEncryptionConfiguration": {"kmsKeyArn": KEY}}),
        *source(WEST, {}),
        *built(EAST, key),
        *built(WEST, {}),
        *(answer(name, {f"{kind}Summaries": []}, account="*") for name, kind in nothing.items()),
    ]
