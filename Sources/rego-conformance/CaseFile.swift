import Basics
import FoundationEssentials
import Rego
import Yams

/// A file of cases, and the dialect that its place says it is written in.
struct CaseFile {
  let path: String
  /// Nil if its place does not say.
  let version: RegoVersion?

  /// The folder it lies in.
  var category: String { path.split(separator: "/").dropLast().last.map(String.init) ?? "" }

  /// All files of cases at or below `place`. Below a folder `v0` they are Rego v0, below one called `v1` Rego v1, unless
  /// `version` says otherwise.
  static func find(_ place: String, version: RegoVersion?) -> [CaseFile] {
    var paths = [place]
    if !place.hasSuffix(".yaml"), !place.hasSuffix(".yml"), !place.hasSuffix(".json") {
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: place)) ?? []
      paths = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") || $0.hasSuffix(".json") }
        .sorted().map { place + (place.hasSuffix("/") ? "" : "/") + $0 }
    }
    return paths.map { path in
      let named: RegoVersion? =
        switch path.split(separator: "/").last(where: { $0 == "v0" || $0 == "v1" }) {
        case "v0": .v0
        case "v1": .v1
        default: nil
        }
      return CaseFile(path: path, version: version ?? named)
    }
  }

  /// Its cases; nil if it holds something else.
  func cases() -> [ConformanceCase]? {
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let nodes = (try? Yams.compose(yaml: text))?["cases"]?.sequence else { return nil }
    return nodes.map { ConformanceCase($0) }
  }

  /// Data files may lie beside the cases as JSON; a YAML file without cases is broken.
  var mayHoldSomethingElse: Bool { path.hasSuffix(".json") }
}
