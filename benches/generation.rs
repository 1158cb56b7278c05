//! Micro-benchmarks of generation: reading a description, the stages after it, and what is asked for
//! afterwards.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use openapi_client_codegen::{Settings, diff, generate, listing, open};

fn stages(criterion: &mut Criterion) {
    let Ok(settings) = Settings::open(Path::new("../spec/images.toml")) else { return };
    let Ok(source) = open(&settings) else { return };
    let Ok(generated) = generate(&source, &settings) else { return };
    let mut group = criterion.benchmark_group("images");
    group.bench_function("read", |bencher| bencher.iter(|| open(black_box(&settings)).is_ok()));
    group.bench_function("generate", |bencher| {
        bencher.iter(|| generate(black_box(&source), &settings).is_ok());
    });
    group.bench_function("list", |bencher| bencher.iter(|| listing(black_box(&generated.api))));
    group.bench_function("compare", |bencher| {
        bencher.iter(|| diff(black_box((&generated, &source)), (&generated, &source)).is_ok());
    });
    group.bench_function("coverage", |bencher| bencher.iter(|| generated.coverage(black_box(&source))));
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
