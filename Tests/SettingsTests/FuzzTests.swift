import Basics
import Testing

@testable import Settings

@Suite("Configuration fuzz")
struct FuzzTests {
  @Test func mutatedFilesNeverCrashTheLoader() {
    let seed = Array(Configuration().complete.text.utf8)
    let tokens = [
      "[", "]", "{", "}", ",", ":", "\"", "null", "-1", "1e400", "99999999999999999999", "0x", "*", "\u{0}",
      "true",
      "\"url\"", "\"tools\":{\"\":{}}", "\"servers\":{\"a\":{\"command\":[\"\"]}}", "spiffe://", "http://@",
      "é",
    ]
    var generator = SplitMix(state: 11)
    var accepted = 0
    for _ in 0..<400 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        let token = Array((tokens.randomElement(using: &generator) ?? "").utf8)
        if Bool.random(using: &generator) {
          bytes.insert(contentsOf: token, at: at)
        } else {
          bytes.replaceSubrange(at..<min(bytes.count, at + token.count), with: token)
        }
      }
      let files = FileProbe.memory(["f": String(decoding: bytes, as: UTF8.self), "g": "audit: {path: x}"])
      let loader = ConfigurationLoader(files: files, environment: [:])
      do {
        _ = try loader.load(["f", "g"])
        accepted += 1
      } catch {
        #expect(!error.problems.isEmpty)
        _ = error.description
      }
    }
    // The files that the defaults name do not exist here.
    #expect(accepted == 0)
  }

  @Test func anyTextIsTakenAsAVariable() {
    var generator = SplitMix(state: 3)
    for _ in 0..<200 {
      var environment: [String: String] = [:]
      for variable in EnvironmentVariable.all {
        let scalars = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
          Unicode.Scalar(UInt8.random(in: 0...255, using: &generator))
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        environment[variable.name] = String(text)
      }
      #expect(throws: ConfigurationErrors.self) {
        try ConfigurationLoader(files: .memory([:]), environment: environment).load([])
      }
    }
  }
}

/// SplitMix64, so that a failing input can be made again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
