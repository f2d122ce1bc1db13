import Testing

@testable import Settings

/// Loads configurations from texts, with the files that the defaults name in place.
struct Loading {
  var files: [String: String] = [
    "config/capability-registry-v2.yaml": "tools: []", "config/opa/a.rego": "package mcp.authz",
  ].merging(DetectionSettings().ruleFiles.map { ($0, "") }) { $1 }
  var environment: [String: String] = [:]

  func load(_ texts: String...) throws(ConfigurationErrors) -> LoadedConfiguration {
    var all = files
    var paths: [String] = []
    for (index, text) in texts.enumerated() {
      paths.append("\(index).yaml")
      all["\(index).yaml"] = text
    }
    return try ConfigurationLoader(files: .memory(all), environment: environment).load(paths)
  }

  func problems(_ texts: String...) -> [ConfigurationProblem] {
    do {
      switch texts.count {
      case 0: _ = try load()
      case 1: _ = try load(texts[0])
      default: _ = try load(texts[0], texts[1])
      }
      return []
    } catch {
      return error.problems
    }
  }
}
