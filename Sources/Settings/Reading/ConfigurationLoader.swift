import Basics
import YAML

/// Reads configuration: files, one laid over the other, and environment variables over all of them.
///
/// Blocking: files are read at once. Nothing is remembered between two loads.
public struct ConfigurationLoader: Sendable {
  /// Size of one file, in bytes.
  public static let fileBytesMax = 1_048_576

  private let files: FileProbe
  private let environment: [String: String]

  /// - Parameters:
  ///   - files: The file system; relative paths are relative to the working directory.
  ///   - environment: The environment variables of the process.
  public init(files: FileProbe = .disk, environment: [String: String]) {
    self.files = files
    self.environment = environment
  }

  /// The configuration that `paths` give together, later files over earlier ones. With no path, the defaults
  /// and the environment.
  ///
  /// - Throws: Every problem found, not only the first. Problems of single files (unreadable, not YAML) end
  ///   the reading, because what the other files mean depends on them.
  public func load(_ paths: [String]) throws(ConfigurationErrors) -> LoadedConfiguration {
    var root = SourceNode(content: .map([]), origin: .builtIn)
    var problems: [ConfigurationProblem] = []
    for path in paths {
      do {
        root = root.overlaid(with: try tree(of: path))
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw ConfigurationErrors(problems) }

    let variables = EnvironmentVariable.overlay(of: environment)
    for node in variables.nodes { root = root.overlaid(with: node) }

    var decoding = Decoding(files: files)
    var configuration = Configuration()
    if case .map(let sections) = root.content { configuration.decode(entries: sections, &decoding) }
    problems = variables.problems + decoding.problems
    guard problems.isEmpty else { throw ConfigurationErrors(problems) }
    return LoadedConfiguration(configuration: configuration, origins: decoding.origins, files: paths)
  }

  private func tree(of path: String) throws(ConfigurationProblem) -> SourceNode {
    let start = Origin.file(path: path, line: 1, column: 1)
    guard files.kind(path) == .file else {
      throw ConfigurationProblem(.missingFile, key: "", origin: start, message: "there is no such file")
    }
    guard let bytes = files.read(path, Self.fileBytesMax) else {
      throw ConfigurationProblem(
        .fileUnreadable, key: "", origin: start,
        message: "cannot be read, or is larger than \(Self.fileBytesMax) bytes")
    }
    do {
      let node = try YAMLReader(limits: YAMLLimits(bytesMax: Self.fileBytesMax)).read(bytes)
      guard let node else { return SourceNode(content: .map([]), origin: start) }
      let root = SourceNode(node, in: path)
      if case .map = root.content { return root }
      throw ConfigurationProblem(
        .wrongType, key: "", origin: root.origin,
        message: "found \(root.found), expected a mapping of sections")
    } catch let error as YAMLError {
      let origin = error.mark.map { Origin.file(path: path, line: $0.line, column: $0.column) } ?? start
      throw ConfigurationProblem(.malformed, key: "", origin: origin, message: error.message)
    } catch let problem as ConfigurationProblem {
      throw problem
    } catch {
      throw ConfigurationProblem(.malformed, key: "", origin: start, message: "is not YAML")
    }
  }
}

extension ConfigurationProblem: Error {}
