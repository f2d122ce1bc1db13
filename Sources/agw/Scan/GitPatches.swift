import Detection
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// What Git says of a repository's patches, read line by line.
enum GitPatches {
  /// Calls `body` with every hunk of added lines.
  ///
  /// - Throws: ``CommandFailure`` if there is no Git or no repository.
  static func read(in directory: String, staged: Bool, _ body: (SourceText) -> Void) throws {
    let options = "--no-color --no-ext-diff --no-textconv --no-renames --unified=0 --text"
    let verb = staged ? "diff --cached \(options)" : "log --all --patch --format='commit %H' \(options)"
    let command = "git -C \(quoted(directory)) -c core.quotePath=false \(verb)"
    // SAFETY: the stream is closed below, whatever happens between.
    guard let stream = unsafe popen(command, "r") else { throw CommandFailure("git cannot be started") }
    var reader = PatchReader()
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    while true {
      // SAFETY: getline keeps or grows its own buffer, which is freed below; `count` bytes of it were written.
      let count = unsafe getline(&line, &capacity, stream)
      guard count > 0, let start = unsafe line else { break }
      var bytes = unsafe UnsafeRawBufferPointer(start: start, count: count).map { $0 }
      if bytes.last == 0x0a { bytes.removeLast() }
      if let source = reader.take(bytes[...]) { body(source) }
    }
    unsafe free(line)
    if let source = reader.finish() { body(source) }
    guard unsafe pclose(stream) == 0 else {
      throw CommandFailure("git could not read \(directory): is it a repository, and is git installed?")
    }
  }

  /// One word of a shell command.
  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
