import ArgumentParser
import Basics
import FoundationEssentials
import Gateway
import Settings

struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time the chain of layers on this machine.",
    discussion: """
      EXAMPLES
        agw bench
        agw bench --caller spiffe://poc.local/agents/mcp-client/my-agent/dev --tool my_tool --bytes 4096
        agw bench --format json | jq .chain.p50_ns

      Reads the configuration as `agw serve` does and puts calls through all layers, one after another, in this
      process: without sockets and servers. State and audit log are temporary. A call that a layer refuses, or that
      another machine must judge, has no time.
      """)

  @OptionGroup var files: ConfigurationFiles
  @Option(help: "SPIFFE ID of the caller.") var caller = Announcement.exampleCaller
  @Option(help: "A registered tool that the caller may call.") var tool = "echo"
  @Option(help: "Size of the call's text, in bytes (1…1048576).") var bytes = 1_024
  @Option(help: "Calls to time (1…10000000).") var calls = 50_000
  @OptionGroup var output: Output

  func validate() throws {
    guard 1...(1 << 20) ~= bytes else { throw ValidationError("--bytes is 1…1048576.") }
    guard 1...ChainTrial.callsMax ~= calls else { throw ValidationError("--calls is 1…\(ChainTrial.callsMax).") }
  }

  func run() async throws {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "agw-bench-\(UUID().uuidString)").path()
    defer { try? FileManager.default.removeItem(atPath: scratch) }
    var configuration = try files.load().configuration
    configuration.stateDirectory = scratch
    configuration.audit.path = scratch + "/audit.jsonl"
    let times = try await ChainTrial(configuration, .init(caller: caller, tool: tool, textBytes: bytes)).run(calls: calls)
    if output.isJSON { return Terminal.print(times.document) }
    Terminal.print("\(times.calls) calls of \(tool) with \(bytes) bytes of text, one after another")
    var table = Table(["LAYER", "P50 µs", "P99 µs"])
    for layer in LayerName.allCases {
      table.add([layer.wireName, Self.microseconds(times.layer(layer, 0.5)), Self.microseconds(times.layer(layer, 0.99))])
    }
    table.add(["chain", Self.microseconds(times.total(0.5)), Self.microseconds(times.total(0.99))])
    Terminal.print(table.text)
  }

  private static func microseconds(_ nanoseconds: UInt64) -> String {
    let hundredths = (nanoseconds + 5) / 10
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }
}
