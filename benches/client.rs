//! Micro-benchmarks of a client: the page of 200 images in and out, beside serde, and a request as a value.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use digitalocean_images::Client;
use digitalocean_images::models::AllImagesResponse;
use openapi_client_runtime::codegen::json;

fn decoding(criterion: &mut Criterion) {
    let text = support::page::page(200);
    let mut group = criterion.benchmark_group("decode 200 images");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("generated", |bencher| {
        bencher.iter(|| json::from_str::<AllImagesResponse>(black_box(&text)).is_ok());
    });
    group.bench_function("generated, by way of serde", |bencher| {
        bencher.iter(|| serde_json::from_str::<AllImagesResponse>(black_box(&text)).is_ok());
    });
    group.bench_function("by hand", |bencher| {
        bencher.iter(|| serde_json::from_str::<hand_written::Images>(black_box(&text)).is_ok());
    });
    group.finish();
}

fn encoding(criterion: &mut Criterion) {
    let text = support::page::page(200);
    let mut group = criterion.benchmark_group("encode 200 images");
    group.throughput(Throughput::Bytes(text.len() as u64));
    if let Ok(images) = json::from_str::<AllImagesResponse>(&text) {
        group.bench_function("generated", |bencher| bencher.iter(|| json::to_string(black_box(&images))));
    }
    if let Ok(images) = serde_json::from_str::<hand_written::Images>(&text) {
        group.bench_function("by hand", |bencher| {
            bencher.iter(|| serde_json::to_string(black_box(&images)).is_ok());
        });
    }
    group.finish();
}

fn requests(criterion: &mut Criterion) {
    let Ok(client) = Client::builder().token("token").build() else { return };
    criterion.bench_function("a request as a value", |bencher| {
        bencher.iter(|| client.images().get_images_list().page(black_box(2)).per_page(200).build().is_ok());
    });
}

criterion_group!(benches, decoding, encoding, requests);
criterion_main!(benches);
