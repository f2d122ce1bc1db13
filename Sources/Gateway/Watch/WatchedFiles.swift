import FoundationEssentials
import Settings

/// The files that a configuration is made of, and how they look.
struct WatchedFiles: Equatable, Sendable {
  /// Nil for a file that is not there.
  private(set) var stamps: [String: FileStamp?] = [:]

  /// Files and directories looked at below one directory, and how deep.
  static let entriesMax = 10_000
  static let depthMax = 16

  /// Looks at the configuration files and at everything that `configuration` names. Blocks on the disk.
  init(_ files: [String], _ configuration: Configuration) {
    var paths = files
    paths.append(configuration.registry.file)
    paths += configuration.detection.ruleFiles
    paths += [configuration.identity.bearer.jwksFile].compactMap { $0 }
    paths += configuration.policy.bundles.values.compactMap(\.file)
    paths += configuration.policy.bundleKeys.values.compactMap(\.file)
    for path in paths { stamps[path] = FileStamp(path) }
    add(configuration.policy.directory, depth: 0)
  }

  private mutating func add(_ path: String, depth: Int) {
    guard stamps.count < Self.entriesMax else { return }
    let stamp = FileStamp(path)
    stamps[path] = stamp
    guard stamp?.isDirectory == true, depth < Self.depthMax else { return }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
      add("\(path)/\(name)", depth: depth + 1)
    }
  }
}
