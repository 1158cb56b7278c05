//! The cost of generation and `cargo check` for growing numbers of operations.

use serde_json::{Map, Value, json};

use super::{Bench, Figure, Goal, argument, crates};
use crate::Result;

const COUNTS: [u32; 5] = [10, 100, 300, 600, 1_200];
/// The number of operations with which larger numbers are compared; for fewer, the start of processes
/// dominates the cost.
const ENOUGH: u32 = 300;

pub(super) fn measure(bench: &Bench) -> Result<()> {
    let mut lines: [Vec<(u32, f64)>; 2] = [Vec::new(), Vec::new()];
    for count in COUNTS {
        let path = bench.scratch.join(format!("growth-{count}.json"));
        std::fs::write(&path, description(count).to_string())?;
        let (path, name) = (argument(&path), format!("growth-{count}"));
        let folder = crates::folder(bench, &name);
        let mut generation = f64::INFINITY;
        for _ in 0..3 {
            let cost = bench.run("growth", &crates::command(bench, &path, &folder, &name)?)?;
            generation = generation.min(cost.cpu_s);
        }
        crates::complete(&folder)?;
        let check = crates::alone(bench, &folder, &["check"])?.cpu_s;
        let [generations, checks] = &mut lines;
        generations.push((count, generation));
        checks.push((count, check));
    }
    for (what, line) in ["generation", "check"].into_iter().zip(&lines) {
        for (count, cost) in line {
            let figure = Figure::new(format!("{what} of {count} operations"), "CPU s", *cost);
            // The proportional cost, by the cost of fewer operations.
            let fewer = line.iter().find(|(fewer, _)| *fewer == ENOUGH).filter(|_| *count > ENOUGH);
            bench.take(match fewer {
                Some((fewer, price)) => {
                    let expected = price * f64::from(*count) / f64::from(*fewer);
                    figure
                        .beside(format!("{fewer} operations, in proportion"), expected)
                        .goal(Goal::Times(1.1))
                }
                None => figure,
            })?;
        }
    }
    Ok(())
}

/// Returns a description with this number of operations and models.
pub(super) fn description(operations: u32) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for index in 0..operations {
        // Models refer to each other in cycles of ten, as long as those of real descriptions.
        let next = index / 10 * 10 + (index + 1) % 10;
        let reference = |index: u32| json!({"$ref": format!("#/components/schemas/Thing{index}")});
        schemas.insert(
            format!("Thing{index}"),
            json!({
                "type": "object",
                "description": format!("A thing of kind {index}."),
                "required": ["id", "name"],
                "properties": {
                    "id": {"type": "integer", "format": "int64", "description": "Its number."},
                    "name": {"type": "string", "description": "What it is called."},
                    "size": {"type": "number"},
                    "made_at": {"type": "string", "format": "date-time"},
                    "labels": {"type": "array", "items": {"type": "string"}},
                    "state": {"type": "string", "enum": [format!("new-{index}"), "ready", "gone"]},
                    "next": reference(next),
                    "limits": {"type": "object", "properties": {"cpu": {"type": "integer"}, "memory": {"type": "integer"}}}
                }
            }),
        );
        let answer =
            json!({"description": "It.", "content": {"application/json": {"schema": reference(index)}}});
        let failure =
            json!({"description": "Why not.", "content": {"application/json": {"schema": reference(0)}}});
        let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "integer", "format": "int64"}});
        let page = json!({"name": "page", "in": "query", "schema": {"type": "integer"}, "description": "Which page."});
        let mut operation = json!({
            "operationId": format!("call_{index}"),
            "summary": format!("Something done with a thing of kind {index}"),
            "tags": [format!("tag {}", index / 20)],
            "parameters": [id, page],
            "responses": {"200": answer, "default": failure}
        });
        let method = if index % 3 == 0 { "post" } else { "get" };
        if let (true, Some(operation)) = (method == "post", operation.as_object_mut()) {
            let body =
                json!({"required": true, "content": {"application/json": {"schema": reference(next)}}});
            operation.insert("requestBody".to_owned(), body);
        }
        paths.insert(format!("/v1/things/{{id}}/calls/{index}"), json!({ method: operation }));
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Growth", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {"schemas": schemas}
    })
}
