import Glibc

/// A program that a test starts, reads from, and may kill.
final class ChildProcess {
  struct Failure: Error { let what: String; let code: Int32 }

  private let pid: pid_t
  private let output: Int32
  private var buffered: [UInt8] = []
  private var isReaped = false

  /// Starts a program that was built beside the tests.
  init(_ name: String, _ arguments: [String]) throws {
    var link = [CChar](repeating: 0, count: 4_096)
    guard readlink("/proc/self/exe", &link, link.count - 1) > 0 else {
      throw Failure(what: "readlink", code: errno)
    }
    let tests = String(decoding: link.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let path = tests.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/" + name

    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Failure(what: "pipe", code: errno) }
    // Children that run at the same time would inherit each other's pipes: their tests are serialized.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    defer { for argument in argv { free(argument) } }
    var pid: pid_t = 0
    let result = posix_spawn(&pid, path, &actions, nil, &argv, environ)
    close(ends[1])
    guard result == 0 else {
      close(ends[0])
      throw Failure(what: "start \(path)", code: result)
    }
    self.pid = pid
    output = ends[0]
  }

  deinit {
    if !isReaped {
      kill(pid, SIGKILL)
      var status: Int32 = 0
      waitpid(pid, &status, 0)
    }
    close(output)
  }

  /// The next line without its line end; nil when the program has closed its output.
  func readLine() -> String? {
    while true {
      if let end = buffered.firstIndex(of: 0x0a) {
        defer { buffered.removeSubrange(...end) }
        return String(decoding: buffered[..<end], as: UTF8.self)
      }
      var block = [UInt8](repeating: 0, count: 65_536)
      let count = read(output, &block, block.count)
      guard count > 0 else { return nil }
      buffered += block[..<count]
    }
  }

  /// Ends it as a power cut would end it, as far as a process can see.
  func killAtOnce() { kill(pid, SIGKILL) }

  /// Waits for its end; the exit code, or minus the signal.
  func wait() -> Int32 {
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    isReaped = true
    return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
  }
}
