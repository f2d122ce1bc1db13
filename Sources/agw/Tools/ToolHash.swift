import ArgumentParser
import Basics
import Registry
import Settings

struct ToolHash: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hash", abstract: "Compute the hash of every definition in a registry file, and compare.",
    discussion: """
      EXAMPLES
        agw tools hash
        agw tools hash config/capability-registry-v2.yaml --tool my_tool

      The hash is the SHA-256 of {"name":…,"description":…,"inputSchema":…} without white space. Exits 1 if an
      entry has another one.
      """)

  @Argument(help: "Registry file; without it registry.file of the configuration.")
  var file: String?

  @Option(help: "Only this tool.")
  var tool: String?

  @OptionGroup var files: ConfigurationFiles
  @OptionGroup var output: Output

  /// Largest registry file, in bytes.
  private static let bytesMax = 16 << 20

  func run() throws {
    let path = try file ?? files.load().configuration.registry.file
    let registry = RegistryFile(try FileBytes.read(path, bytesMax: Self.bytesMax), path: path)
    let reports = HashReport.reports(on: registry).filter { report in tool.map { $0 == report.tool } ?? true }
    if let tool, reports.isEmpty { throw CommandFailure("\(path) has no tool \"\(tool)\"") }
    output.list(
      reports.map { $0.document },
      [Column("TOOL", "tool"), Column("STATUS", "status"), Column("HASH", "hash"), Column("LINE", "line")],
      empty: "\(path) registers no tool.")
    if reports.contains(where: { $0.status == .differs }) { throw ExitCode(1) }
  }
}
