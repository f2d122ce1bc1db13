import ArgumentParser
import Compliance

/// Which frameworks are meant, and where their files are.
struct FrameworkOptions: ParsableArguments {
  @Option(
    name: .customLong("framework"),
    help: "soc2, nist-800-53, iso27001, gdpr, pci-dss, hipaa, eu-ai-act, or all; may be given several times.")
  var names: [String] = []

  @Option(name: .customLong("frameworks"), help: "Directory of framework files; NAME.yaml for each.")
  var directory = "config/compliance"

  func validate() throws {
    guard !names.isEmpty else { throw ValidationError("Name a --framework: \(Framework.names.joined(separator: ", ")), or all.") }
    for name in names where name != "all" && !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }) {
      throw ValidationError("\"\(name)\" is no framework.")
    }
  }

  func read() throws -> [Framework] {
    var frameworks: [Framework] = []
    for name in names.contains("all") ? Framework.names : names where !frameworks.contains(where: { $0.id == name }) {
      frameworks.append(try FrameworkFile.read("\(directory)/\(name).yaml"))
    }
    return frameworks
  }

  /// The only framework; for commands that are about one.
  func readOne() throws -> Framework {
    let all = try read()
    guard all.count == 1 else { throw CommandFailure("name one --framework") }
    return all[0]
  }
}
