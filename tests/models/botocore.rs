//! botocore's models, paginators and endpoint data, read through Python, which has them.

use crate::packages;
use crate::wire::wire_path;
use baascan::service::{Catalog, Protocol};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Where the Python packages are.
pub(crate) fn site_packages() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(packages::site_packages)
}

/// Prints `{"<file>": <content>}` for each file named, packed or not, without the documentation, which nobody here reads.
/// A file that does not exist is null.
const READ: &str = r#"
import gzip, json, os, sys
def bare(value):
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k != "documentation" or not isinstance(v, str)}
    return [bare(v) for v in value] if isinstance(value, list) else value
def read(path):
    if os.path.isfile(path):
        return open(path, "rb").read()
    return gzip.open(path + ".gz").read() if os.path.isfile(path + ".gz") else b"null"
json.dump({path: bare(json.loads(read(path))) for path in sys.argv[1:]}, sys.stdout)
"#;

/// JSON files of botocore's data folder, all read by one Python.
fn data(files: &[PathBuf]) -> BTreeMap<PathBuf, Value> {
    let output = Command::new(packages::python()).args(["-c", READ]).args(files).output();
    let output = output.expect("the venv has a Python");
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "Python cannot read botocore's data: {problem}");
    serde_json::from_slice(&output.stdout).expect("Python prints JSON")
}

/// One API as botocore knows it.
pub(crate) struct Model {
    pub(crate) service: Value,
    paginators: Value,
    pub(crate) endpoint_rules: String,
}

const FILES: [&str; 3] = ["service-2.json", "paginators-1.json", "endpoint-rule-set-1.json"];

/// The folder of an API's newest version.
fn newest(api: &str) -> PathBuf {
    let folder = site_packages().join("botocore/data").join(api);
    let versions = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("botocore has no API {api}: {e}"));
    versions.flatten().map(|entry| entry.path()).max().expect("a version")
}

/// Input token, output token and the flag for more, all by their names on the wire.
type Pages = (String, String, Option<String>);

impl Model {
    /// The model of a described API.
    pub(crate) fn of(api: &str) -> &'static Self {
        static MODELS: OnceLock<BTreeMap<String, Model>> = OnceLock::new();
        let models = MODELS.get_or_init(|| {
            let folders: Vec<(String, PathBuf)> =
                Catalog::builtin().apis().map(|api| (api.id.clone(), newest(&api.id))).collect();
            let files: Vec<PathBuf> =
                folders.iter().flat_map(|(_, folder)| FILES.map(|file| folder.join(file))).collect();
            let mut read = data(&files);
            let mut model = |folder: &Path| {
                let [service, paginators, rules] =
                    FILES.map(|file| read.remove(&folder.join(file)).unwrap_or_default());
                Self { service, paginators, endpoint_rules: rules.to_string() }
            };
            folders.into_iter().map(|(api, folder)| (api, model(&folder))).collect()
        });
        models.get(api).unwrap_or_else(|| panic!("{api} is not described"))
    }

    pub(crate) fn shape(&self, name: &str) -> &Value {
        &self.service["shapes"][name]
    }

    pub(crate) fn input(&self, operation: &str) -> Option<&str> {
        self.service["operations"][operation]["input"]["shape"].as_str()
    }

    /// The shape of an answer's body: the output, or its payload.
    pub(crate) fn answer(&self, operation: &str) -> Option<String> {
        let output = self.service["operations"][operation]["output"]["shape"].as_str()?;
        let payload = self.shape(output)["payload"].as_str();
        let inner = payload.and_then(|member| self.shape(output)["members"][member]["shape"].as_str());
        Some(inner.unwrap_or(output).to_owned())
    }

    pub(crate) fn required(&self, shape: &str) -> Vec<String> {
        let names = self.shape(shape)["required"].as_array().cloned().unwrap_or_default();
        names.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }

    /// The member of an input that travels under this name and in this place, and its shape.
    pub(crate) fn member_sent_as(
        &self,
        input: &str,
        name: &str,
        location: Option<&str>,
        protocol: Protocol,
    ) -> Option<(String, &str)> {
        let members = self.shape(input)["members"].as_object()?;
        members.iter().find_map(|(member, value)| {
            let sent = match (protocol, value["locationName"].as_str()) {
                // EC2's dialect capitalises the first letter of what it sends.
                (Protocol::Ec2Query, Some(wire)) => capitalised(value["queryName"].as_str().unwrap_or(wire)),
                (_, Some(wire)) => wire.to_owned(),
                (_, None) => member.clone(),
            };
            let there = sent == name && value["location"].as_str() == location;
            there.then(|| (member.clone(), value["shape"].as_str().unwrap_or_default()))
        })
    }

    /// The shape of a nested parameter: a structure's member by its name on the wire, or the values of a map.
    pub(crate) fn member_or_value(&self, shape: &str, name: &str) -> Option<&str> {
        let found = self.shape(shape);
        if found["type"] == "map" {
            return found["value"]["shape"].as_str();
        }
        let mut members = found["members"].as_object()?.iter();
        let sent =
            |(member, value): &(&String, &Value)| value["locationName"].as_str().unwrap_or(member) == name;
        members.find(sent)?.1["shape"].as_str()
    }

    pub(crate) fn paginator(&self, operation: &str, protocol: Protocol) -> Option<Pages> {
        let known = self.paginators["pagination"].get(operation)?;
        let first = |value: &Value| match value {
            Value::Array(list) => list.first().and_then(Value::as_str).map(str::to_owned),
            single => single.as_str().map(str::to_owned),
        };
        let output = self.service["operations"][operation]["output"]["shape"].as_str()?;
        let input = self.input(operation)?;
        let told = |value: &Value| Some(wire_path(self, protocol, output, &first(value)?));
        let member = first(&known["input_token"])?;
        let named = &self.shape(input)["members"][&member];
        let wire = named["locationName"].as_str().unwrap_or(&member);
        let sent = match protocol {
            Protocol::Ec2Query => capitalised(named["queryName"].as_str().unwrap_or(wire)),
            _ => wire.to_owned(),
        };
        Some((sent, told(&known["output_token"])?, told(&known["more_results"])))
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// botocore's `endpoints.json`.
pub(crate) struct Endpoints(Value);

pub(crate) fn endpoints() -> Endpoints {
    let file = site_packages().join("botocore/data/endpoints.json");
    Endpoints(data(std::slice::from_ref(&file)).remove(&file).unwrap_or_default())
}

impl Endpoints {
    fn partitions(&self) -> &[Value] {
        self.0["partitions"].as_array().map(Vec::as_slice).unwrap_or_default()
    }

    /// The partition that a region belongs to.
    pub(crate) fn partition_of(&self, region: &str) -> Option<&str> {
        let holds = |partition: &&Value| partition["regions"].get(region).is_some();
        self.partitions().iter().find(holds)?["partition"].as_str()
    }

    /// Every region of every partition.
    pub(crate) fn regions(&self) -> std::collections::BTreeSet<String> {
        let regions = self.partitions().iter().filter_map(|partition| partition["regions"].as_object());
        regions.flat_map(|regions| regions.keys().cloned()).collect()
    }

    /// Every endpoint prefix.
    pub(crate) fn prefixes(&self) -> std::collections::BTreeSet<String> {
        let services = self.partitions().iter().filter_map(|partition| partition["services"].as_object());
        services.flat_map(|services| services.keys().cloned()).collect()
    }

    /// Host and signing region of a global API.
    pub(crate) fn global(&self, partition: &str, prefix: &str) -> Option<(String, String)> {
        let partition = self.partitions().iter().find(|p| p["partition"] == partition)?;
        let service = partition["services"].get(prefix)?;
        let endpoint = &service["endpoints"][service["partitionEndpoint"].as_str()?];
        let region = endpoint["credentialScope"]["region"].as_str()?;
        Some((endpoint["hostname"].as_str()?.to_owned(), region.to_owned()))
    }

    /// Region, suffix and host of a regional API, wherever it is offered.
    pub(crate) fn regional(&self, prefix: &str) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        for partition in self.partitions() {
            let suffix = partition["dnsSuffix"].as_str().unwrap_or_default();
            let service = &partition["services"][prefix];
            let regions = service["endpoints"].as_object().cloned().unwrap_or_default();
            let rule =
                service["defaults"]["hostname"].as_str().or(partition["defaults"]["hostname"].as_str());
            for (region, endpoint) in
                regions.iter().filter(|(region, _)| partition["regions"].get(region).is_some())
            {
                let host = endpoint["hostname"].as_str().or(rule).unwrap_or_default();
                let host = host
                    .replace("{service}", prefix)
                    .replace("{region}", region)
                    .replace("{dnsSuffix}", suffix);
                found.push((region.clone(), suffix.to_owned(), host));
            }
        }
        found
    }
}
