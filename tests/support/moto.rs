//! moto, the emulator of AWS, behind the estate's front: a process of its own on a free loopback port.
use super::python;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/seed/estate");
/// The account of the user that `start_with_iam` makes, and of the clinic.
pub(crate) const ACCOUNT: &str = "111122223333";

/// A running emulator. It ends when this is dropped, and with the test process in any case.
pub(crate) struct Moto {
    url: String,
    keys: Keys,
    child: Child,
    // Held, not read: the server ends when it closes.
    stdin: Option<ChildStdin>,
}

/// Access keys, as the environment takes them.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    /// The access key id.
    pub(crate) id: String,
    secret: String,
    token: Option<String>,
}

impl Keys {
    /// The variables that make an AWS client use these keys.
    pub(crate) fn env(&self) -> Vec<(&'static str, String)> {
        let mut env =
            vec![("AWS_ACCESS_KEY_ID", self.id.clone()), ("AWS_SECRET_ACCESS_KEY", self.secret.clone())];
        env.extend(self.token.clone().map(|token| ("AWS_SESSION_TOKEN", token)));
        env
    }

    /// The same key with a secret that is not its own.
    pub(crate) fn forged(&self) -> Keys {
        Keys { secret: "not-the-secret".into(), ..self.clone() }
    }
}

impl Moto {
    /// The emulator this test binary shares. Tests keep apart by account (`account`) and by bucket name.
    pub(crate) fn start() -> &'static Moto {
        static SHARED: OnceLock<Moto> = OnceLock::new();
        SHARED.get_or_init(Moto::spawn)
    }

    /// A shared emulator that verifies every signature and every permission. `seed` runs as an administrator.
    pub(crate) fn start_with_iam() -> &'static Moto {
        static SHARED: OnceLock<Moto> = OnceLock::new();
        SHARED.get_or_init(|| {
            let mut moto = Moto::spawn();
            moto.keys = moto.account(ACCOUNT);
            moto.keys = moto.user("administrator", r#"[{"Effect":"Allow","Action":"*","Resource":"*"}]"#);
            // From here on moto authenticates; see moto's docs, "IAM-like access control".
            exchange(&moto.url, "POST /moto-api/reset-auth", &[], "0");
            moto
        })
    }

    /// An emulator for one test alone.
    pub(crate) fn spawn() -> Moto {
        Moto::process(&["--empty"])
    }

    /// The emulator with the estate in it, which this test binary shares.
    pub(crate) fn estate() -> &'static Moto {
        static SHARED: OnceLock<Moto> = OnceLock::new();
        SHARED.get_or_init(|| Moto::process(&[]))
    }

    fn process(arguments: &[&str]) -> Moto {
        let log = python::target().join(format!("tmp/moto.{}.log", std::process::id()));
        let log = File::options().create(true).append(true).open(log).expect("target can be written");
        let mut child = Command::new(python::python())
            .arg(SERVER)
            .args(arguments)
            .env_remove("MOTO_ACCOUNT_ID")
            .env("MOTO_IAM_LOAD_MANAGED_POLICIES", "false")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the venv's python runs");
        let mut port = String::new();
        let stdout = child.stdout.take().expect("stdout is piped");
        BufReader::new(stdout).read_line(&mut port).expect("moto's output is text");
        let port: u16 = port.trim().parse().expect("moto prints its port, else see target/tmp/moto.*.log");
        let keys = Keys { id: "AKIAIOSFODNN7EXAMPLE".into(), secret: "seed".into(), token: None };
        Moto { url: format!("http://127.0.0.1:{port}"), keys, stdin: child.stdin.take(), child }
    }

    /// The endpoint, for `AWS_ENDPOINT_URL`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Refuses these operations (`efs:DescribeFileSystems`) from now on, and no others.
    pub(crate) fn deny(&self, operations: &[String]) {
        let json = "Content-Type: application/json";
        let body = serde_json::to_string(operations).expect("texts are JSON");
        exchange(&self.url, "POST /estate/denied", &[json], &body);
    }

    /// Who answered each operation so far: `moto`, `written`, `amended` or `nobody`.
    pub(crate) fn answered(&self) -> std::collections::BTreeMap<String, Vec<String>> {
        let answer = exchange(&self.url, "GET /estate/answered", &[], "");
        let body = answer.split_once("\r\n\r\n").expect("an answer has a head").1;
        serde_json::from_str(body).expect("the front answers in JSON")
    }

    /// Keys of a role in an account of this emulator; every account is there and starts empty.
    pub(crate) fn account(&self, account: &str) -> Keys {
        let scope = "Authorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/sts/aws4_request";
        let form = "Content-Type: application/x-www-form-urlencoded";
        let body = format!(
            "Action=AssumeRole&Version=2011-06-15&RoleSessionName=tests&RoleArn=arn:aws:iam::{account}:role/tests"
        );
        let answer = exchange(&self.url, "POST /", &[scope, form], &body);
        let element = |name: &str| {
            let (_, rest) = answer.split_once(&format!("<{name}>"))?;
            rest.split_once('<').map(|(text, _)| text.to_owned())
        };
        Keys {
            id: element("AccessKeyId").unwrap_or_else(|| panic!("no key in moto's answer: {answer}")),
            secret: element("SecretAccessKey").expect("a key has a secret"),
            token: element("SessionToken"),
        }
    }

    /// Keys of a new IAM user who may do what the statements (a JSON list) say. Counts under `start_with_iam`.
    pub(crate) fn user(&self, name: &str, statements: &str) -> Keys {
        let code = "import sys, json, boto3\n\
            name, statements = sys.argv[1:]\n\
            iam = boto3.client('iam')\n\
            iam.create_user(UserName=name)\n\
            policy = json.dumps({'Version': '2012-10-17', 'Statement': json.loads(statements)})\n\
            iam.put_user_policy(UserName=name, PolicyName='tests', PolicyDocument=policy)\n\
            key = iam.create_access_key(UserName=name)['AccessKey']\n\
            print(key['AccessKeyId'], key['SecretAccessKey'])\n";
        let printed = self.run(&self.keys, &["-c", code, name, statements]);
        let (id, secret) = printed.trim().split_once(' ').expect("the script prints two words");
        Keys { id: id.into(), secret: secret.into(), token: None }
    }

    /// Runs a script of `tests/seed/` with this emulator's own keys.
    pub(crate) fn seed(&self, script: &str, arguments: &[&str]) -> String {
        self.seed_with(&self.keys, script, arguments)
    }

    /// Runs a script of `tests/seed/` in the account of these keys.
    pub(crate) fn seed_with(&self, keys: &Keys, script: &str, arguments: &[&str]) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seed").join(script);
        let script = script.to_str().expect("the checkout's path is text");
        let arguments: Vec<&str> = [script].into_iter().chain(arguments.iter().copied()).collect();
        self.run(keys, &arguments)
    }

    /// Runs the venv's Python against this emulator and returns what it printed.
    pub(crate) fn run(&self, keys: &Keys, arguments: &[&str]) -> String {
        let output = Command::new(python::python())
            .args(arguments)
            .env_clear()
            .envs(keys.env())
            .env("AWS_ENDPOINT_URL", &self.url)
            .env("AWS_DEFAULT_REGION", "us-east-1")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .output()
            .expect("the venv's python runs");
        assert!(output.status.success(), "seeding failed\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("seed scripts print text")
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        self.stdin.take();
        // It ends by itself once stdin is closed; waiting leaves no zombie.
        let _ = self.child.wait();
    }
}

/// One HTTP exchange in the plainest form, for what the harness itself asks of moto.
fn exchange(url: &str, line: &str, headers: &[&str], body: &str) -> String {
    let address = url.strip_prefix("http://").expect("moto speaks plain HTTP");
    let mut stream = TcpStream::connect(address).expect("moto listens once it has printed its port");
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let head =
        format!("{line} HTTP/1.0\r\nHost: {address}\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    stream.write_all(head.as_bytes()).expect("moto reads");
    stream.write_all(body.as_bytes()).expect("moto reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("moto answers in text");
    assert!(answer.lines().next().is_some_and(|status| status.contains(" 200 ")), "{line}: {answer}");
    answer
}
