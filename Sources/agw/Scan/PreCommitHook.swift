import Basics
import FoundationEssentials

/// The hook that scans what is staged before each commit.
enum PreCommitHook {
  private static let mark = "# Installed by `agw scan --install-hook`."

  static func install(in directory: String) throws {
    let hooks = try hooksDirectory(of: directory)
    let path = hooks + "/pre-commit"
    if let there = try? String(contentsOfFile: path, encoding: .utf8), !there.contains(mark) {
      throw CommandFailure("\(path) is there already; add the line `agw scan --staged` to it")
    }
    try FileManager.default.createDirectory(atPath: hooks, withIntermediateDirectories: true)
    let script = "#!/bin/sh\n\(mark)\nexec agw scan --staged\n"
    try FileBytes.replace(path, with: Array(script.utf8), mode: 0o755)
    Terminal.note("installed \(path)")
  }

  /// Where hooks lie; in a worktree `.git` is a file that names the place.
  private static func hooksDirectory(of directory: String) throws -> String {
    let git = directory + "/.git"
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: git, isDirectory: &isDirectory) else {
      throw CommandFailure("\(directory) is not the top of a Git repository")
    }
    if isDirectory { return git + "/hooks" }
    let text = try String(contentsOfFile: git, encoding: .utf8)
    guard text.hasPrefix("gitdir: ") else { throw CommandFailure("\(git) names no repository") }
    let home = String(text.dropFirst(8).prefix { $0 != "\n" })
    let parts = home.split(separator: "/", omittingEmptySubsequences: false)
    // `…/.git/worktrees/NAME`: hooks are shared by all worktrees.
    guard parts.count > 2, parts[parts.count - 2] == "worktrees" else { return home + "/hooks" }
    return parts.dropLast(2).joined(separator: "/") + "/hooks"
  }
}
