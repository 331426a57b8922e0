//! Kinds that are listed within other things.

use super::*;

/// Two clusters; the second is gone, or refused, when its services are asked for.
fn ecs(second: &'static str) -> Answers {
    match second {
        "gone" => |request| answer(request, "ClusterNotFoundException"),
        _ => |request| answer(request, "AccessDeniedException"),
    }
}

fn answer(request: &str, second: &str) -> (u16, &'static str) {
    let is = |operation: &str| request.contains(&format!(".{operation}\r\n"));
    if is("ListClusters") {
        (
            200,
            r#"{"clusterArns":["arn:aws:ecs:us-east-1:111122223333:cluster/a","arn:aws:ecs:us-east-1:111122223333:cluster/b"]}"#,
        )
    } else if is("ListServices") && request.contains("cluster/b") {
        match second {
            "ClusterNotFoundException" => (400, r#"{"__type":"ClusterNotFoundException","message":"gone"}"#),
            _ => (400, r#"{"__type":"AccessDeniedException","message":"no"}"#),
        }
    } else if is("ListServices") && request.contains("nextToken") {
        (200, r#"{"serviceArns":["arn:aws:ecs:us-east-1:111122223333:service/a/two"]}"#)
    } else if is("ListServices") {
        (200, r#"{"serviceArns":["arn:aws:ecs:us-east-1:111122223333:service/a/one"],"nextToken":"t"}"#)
    } else if is("DescribeServices") {
        (
            200,
            r#"{"services":[{"serviceName":"one","clusterArn":"arn:aws:ecs:us-east-1:111122223333:cluster/a","status":"ACTIVE"}]}"#,
        )
    } else {
        (400, r#"{"__type":"AccessDeniedException","message":"no"}"#)
    }
}

#[tokio::test]
async fn every_page_within_every_outer_item_is_read_and_one_that_is_gone_holds_nothing() {
    let (resources, outcome, calls) = read("ecs", "us-east-1", ecs("gone")).await;
    let report = &outcome.kinds["AWS::ECS::Service"];
    assert_eq!((report.state, report.count), (KindState::Read, 2));
    let services: Vec<&Resource> = resources.iter().filter(|r| r.kind == "AWS::ECS::Service").collect();
    assert_eq!(services[0].properties["Cluster"], "arn:aws:ecs:us-east-1:111122223333:cluster/a");
    assert_eq!(services[0].properties["EnableExecuteCommand"], false, "AWS's own default");
    assert_eq!(calls.calls()["ecs:ListServices"], 3);
}

#[tokio::test]
async fn an_outer_item_whose_list_is_refused_leaves_the_kind_partial() {
    let (_, outcome, _) = read("ecs", "us-east-1", ecs("denied")).await;
    let report = &outcome.kinds["AWS::ECS::Service"];
    assert_eq!((report.state, report.count), (KindState::Partial, 2));
    let unread = report.unread.as_ref().expect("why");
    assert_eq!((unread.cause, unread.action.as_deref()), (Cause::Denied, Some("ecs:ListServices")));
}

#[tokio::test]
async fn a_message_tells_a_service_that_is_off_from_a_refusal() {
    let macie = |message: &'static str| -> Answers {
        match message {
            "off" => |_| (403, r#"{"__type":"AccessDeniedException","message":"Macie is not enabled."}"#),
            _ => |_| {
                (
                    403,
                    r#"{"__type":"AccessDeniedException","message":"User: x is not authorized to perform"}"#,
                )
            },
        }
    };
    let (resources, outcome, _) = read("macie2", "us-east-1", macie("off")).await;
    assert_eq!(outcome.kinds["AWS::Macie::Session"].state, KindState::Read);
    assert!(resources.iter().all(|r| r.kind != "AWS::Macie::Session"));
    let (_, outcome, _) = read("macie2", "us-east-1", macie("refused")).await;
    assert_eq!(outcome.kinds["AWS::Macie::Session"].state, KindState::Denied);
}
