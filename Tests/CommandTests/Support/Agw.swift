import Glibc

/// The program `agw` as it was built beside the tests, run as people run it.
struct Agw {
  struct Failure: Error { let what: String; let code: Int32 }

  /// What one run left behind.
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String
  }

  let directory: String
  var environment: [String] = ["PATH=/usr/bin:/bin", "USER=tester"]

  static var path: String {
    get throws {
      var link = [CChar](repeating: 0, count: 4_096)
      guard readlink("/proc/self/exe", &link, link.count - 1) > 0 else { throw Failure(what: "readlink", code: errno) }
      let tests = String(decoding: link.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      return tests.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/agw"
    }
  }

  /// Runs a command to its end. Standard input holds `input` and is no terminal.
  func run(_ arguments: String..., input: String = "") throws -> Outcome { try run(all: arguments, input: input) }

  func run(all arguments: [String], input: String = "") throws -> Outcome {
    let files = try Streams(in: directory, input: input)
    let pid = try start(arguments, files)
    return Outcome(code: Self.wait(pid), output: files.text(1), errors: files.text(2))
  }

  /// Starts a command that goes on; its output is in `files`.
  func start(_ arguments: [String], _ files: Streams) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, files.paths[0], O_RDONLY, 0)
    for stream in 1...2 {
      posix_spawn_file_actions_addopen(&actions, Int32(stream), files.paths[stream], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    // `env` goes to the directory and then becomes the program.
    let path = "/usr/bin/env"
    var argv: [UnsafeMutablePointer<CChar>?] = ([path, "-C", directory, try Self.path] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let result = posix_spawn(&pid, path, &actions, nil, &argv, &envp)
    guard result == 0 else { throw Failure(what: "start \(path)", code: result) }
    return pid
  }

  /// The exit code, or minus the signal.
  static func wait(_ pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
  }
}
