public import Basics
import Rego

/// What a bundle holds, for `agw policy list`.
public struct PolicyListing: Sendable {
  public let bundle: PolicyBundle
  public let point: DecisionPoint

  public init(_ bundle: PolicyBundle, _ point: DecisionPoint) {
    self.bundle = bundle
    self.point = point
  }

  /// Packages first, those that decide marked with a star; then the files; then the digest to pin.
  public var text: String {
    let packages = point.policy.packages.map { name in
      "\(isDecisive(name) ? "*" : " ") \(name)"
    }
    let files = bundle.files.filter { $0.kind != .test }.map { "  \($0.path)  \($0.digest.hex)" }
    return (["packages (* decides)"] + packages + ["files"] + files + ["digest", "  \(bundle.digest.hex)"])
      .joined(separator: "\n")
  }

  public var json: JSONValue {
    [
      "packages": .array(
        point.policy.packages.map { ["name": .string($0), "decides": .bool(isDecisive($0))] }),
      "files": .array(
        bundle.files.map { file in
          [
            "path": .string(file.path), "bytes": .integer(file.bytes.count),
            "sha256": .string(file.digest.hex),
            "test": .bool(file.kind == .test),
          ]
        }),
      "digest": .string(bundle.digest.hex),
    ]
  }

  private func isDecisive(_ package: String) -> Bool {
    point.packages.contains { "data." + $0 == package }
  }
}
