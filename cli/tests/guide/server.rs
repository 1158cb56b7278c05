//! A server for the first call of a program: two images, for one token.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};

/// Starts the server, and returns its base URL. It ends with the process.
pub(crate) fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || listener.incoming().for_each(|stream| respond(stream.unwrap())));
    format!("http://{address}")
}

fn respond(mut stream: TcpStream) {
    let lines = BufReader::new(stream.try_clone().unwrap()).lines().map(Result::unwrap);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let is_list = head.first().is_some_and(|line| line.starts_with("GET /v2/images?"));
    let is_known = head.iter().any(|line| line.eq_ignore_ascii_case("authorization: Bearer your-token"));
    let (status, body) = match is_list && is_known {
        true => ("200 OK", images()),
        false => ("401 Unauthorized", serde_json::json!({"id": "unauthorized", "message": head.join(" ")})),
    };
    let body = body.to_string();
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}");
    write!(stream, "{head}\r\nConnection: close\r\n\r\n{body}").unwrap();
}

fn images() -> serde_json::Value {
    let image = |id: u32, name: &str| {
        serde_json::json!({
            "id": id, "name": name, "type": "base", "distribution": "Ubuntu", "regions": ["nyc3"],
            "created_at": "2020-05-15T05:47:50Z", "status": "available",
        })
    };
    let images = [image(63_663_980, "20.04 (LTS) x64"), image(63_663_981, "12 x64")];
    serde_json::json!({"images": images, "links": {}, "meta": {"total": 2}})
}
