import ArgumentParser
import Basics
import Policy
import Rego

struct PolicyBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how long decisions take, in process.",
    discussion: """
      EXAMPLE
        agw policy bench --data config/opa --input question.json data.mcp.authz.allow
      """)

  @Argument(help: "Query, such as data.mcp.authz.allow.")
  var query: String

  @OptionGroup var documents: PolicyDocuments

  @Option(help: "Decisions on each thread, 1 to 100,000,000.")
  var count = 100_000

  @Option(help: "Threads, 1 to 64; two are compared with one.")
  var threads = 2

  @OptionGroup var output: VerdictOutput

  func validate() throws {
    guard (1...100_000_000).contains(count), (1...64).contains(threads) else {
      throw ValidationError("--count takes 1 to 100000000, --threads 1 to 64.")
    }
  }

  func run() throws {
    let policy = try PolicySources(paths: documents.data).compile()
    let benchmark = RegoBenchmark(try policy.query(query), input: try documents.inputValue() ?? .object([:]))
    let single = try benchmark.run(count: count)
    let several = try benchmark.run(count: count, threads: threads)
    var lines = [Self.line("1 thread ", single)]
    lines.append(Self.line("\(threads) threads", several) + ", × \(Self.rounded(several.perSecond / single.perSecond))")
    let answer = try benchmark.answer() ?? .null
    output.show(
      lines.joined(separator: "\n"),
      ["answer": answer, "single": single.json, "several": several.json])
  }

  private static func line(_ name: String, _ result: RegoBenchmark.Result) -> String {
    "\(name)  p50 \(rounded(result.median)) ns, p99 \(rounded(result.percentile99)) ns, \(Int(result.perSecond)) decisions a second"
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
