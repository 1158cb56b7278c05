//! Instructions of one call that lists 200 images, by callgrind: by the generated client and by hand.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;

use super::{Bench, Figure, Goal};
use crate::Result;

const CALLS: u32 = 10;

pub(super) fn measure(bench: &Bench) -> Result<()> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        crate::print("valgrind is not installed: instructions are not counted");
        return Ok(());
    }
    let server = serve()?;
    let count = |package| instructions(bench, &bench.program(package, package)?, &server);
    let (ours, by_hand) = (count("with-client")?, count("hand-written")?);
    let figure = Figure::new("a list of 200 images", "M instr", ours).beside("by hand", by_hand);
    bench.take(figure.goal(Goal::Times(1.0)))
}

/// Returns the instructions of one more call, in millions: the start and end of the program and the
/// connection are in both runs.
fn instructions(bench: &Bench, program: &str, server: &str) -> Result<f64> {
    let counted = |calls: u32| -> Result<f64> {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", program, server, &calls.to_string()])
            .current_dir(&bench.scratch)
            .output()?;
        let report = String::from_utf8_lossy(&output.stderr);
        let count = report.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
        match count.filter(|_| output.status.success()) {
            Some(count) => Ok(count),
            None => Err(format!("{program} fails: {report}").into()),
        }
    };
    Ok((counted(CALLS + 2)? - counted(2)?) / f64::from(CALLS) / 1e6)
}

/// Starts a server that sends the same page for every request, and returns its URL.
fn serve() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let body = support::page::page(200);
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {}\r\n\
         ratelimit-limit: 5000\r\nratelimit-remaining: 4816\r\nratelimit-reset: 1444931833\r\n\
         x-request-id: 515850a0-a812-50bf-aa3c-d0d21d287e40\r\ndate: Wed, 21 Oct 2015 07:28:00 GMT\r\n\r\n{body}",
        body.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            std::thread::spawn(move || answer_all(stream, &answer));
        }
    });
    Ok(url)
}

/// Responds to requests without bodies until the connection ends.
fn answer_all(mut stream: TcpStream, answer: &str) -> std::io::Result<()> {
    let requests = BufReader::new(stream.try_clone()?);
    for line in requests.lines() {
        if line?.is_empty() {
            stream.write_all(answer.as_bytes())?;
        }
    }
    Ok(())
}
