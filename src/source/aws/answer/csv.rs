//! Tables of comma-separated values, as IAM's credential report is one.

use serde_json::{Map, Value};

/// What the report writes where there is no value.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html>
const NOTHING: [&str; 4] = ["", "N/A", "no_information", "not_supported"];

/// The rows of a table in base64, each an object by the names of the columns; `None` when it is no such table.
pub(super) fn rows(node: &Value) -> Option<Vec<Value>> {
    let bytes = aws_smithy_types::base64::decode(node.as_str()?).ok()?;
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let columns = reader.headers().ok()?.clone();
    let row = |record: &csv::StringRecord| {
        let cells = columns.iter().zip(record).filter(|(_, cell)| !NOTHING.contains(cell));
        let cells = cells.map(|(column, cell)| (column.to_owned(), Value::from(cell)));
        Value::Object(cells.collect::<Map<_, _>>())
    };
    reader.records().map(|record| record.ok().as_ref().map(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_objects_by_the_names_of_their_columns() {
        let report =
            "user,mfa_active,last\n<root_account>,true,N/A\n\"a,b\",false,2026-01-02T03:04:05+00:00\n";
        let node = json!(aws_smithy_types::base64::encode(report));
        let expected = json!([
            { "user": "<root_account>", "mfa_active": "true" },
            { "user": "a,b", "mfa_active": "false", "last": "2026-01-02T03:04:05+00:00" },
        ]);
        assert_eq!(rows(&node).map(Value::from), Some(expected));
        assert_eq!(rows(&json!("%%%")), None);
        assert_eq!(rows(&json!(7)), None);
    }
}
