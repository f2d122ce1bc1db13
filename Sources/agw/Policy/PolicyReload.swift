import ArgumentParser
import Basics
import Console

struct PolicyReload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload", abstract: "Put changed policies, registry, rules and configuration into force.",
    discussion: """
      EXAMPLE
        agw policy reload

      Everything is read and checked first. If anything is wrong, it is printed, nothing changes, and the exit code
      is 1. No restart is needed, and calls in flight are not disturbed.
      """)

  @OptionGroup var control: Control
  @OptionGroup var output: VerdictOutput

  func run() throws {
    do {
      let report = try control.post("policy/reload")
      output.show(Self.text(report), report)
    } catch ControlClientError.refused(409, let report) where report["problems"] != nil {
      output.show(Self.text(report), report)
      throw ExitCode(1)
    }
  }

  private static func text(_ report: JSONValue) -> String {
    guard report["status"] == "reloaded" else {
      let problems = report["problems"]?.arrayValue?.compactMap(\.stringValue) ?? []
      return (["reload failed; what was in force stays in force:"] + problems.map { "  \($0)" }).joined(separator: "\n")
    }
    let packages = report["packages"].map(Column.text) ?? "-"
    return """
      reloaded: \(report["tools"]?.intValue ?? 0) tools, decision packages \(packages)
      Policies are now active. No gateway restart required.
      """
  }
}
