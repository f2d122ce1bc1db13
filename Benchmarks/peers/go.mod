module precinct/benchmarks

go 1.19
