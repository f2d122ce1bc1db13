import Basics
import Rego
import Testing

struct AnnotationTests {
  @Test func `annotations of a policy can be listed`() throws {
    let text = """
      # METADATA
      # title: Who may call
      # authors:
      # - Ann <ann@example.com>
      package t.authz

      # METADATA
      # description: one caller
      # custom: {level: 2}
      allow if input.user == "ann"

      # METADATA
      # entrypoint: true
      deny contains "no" if input.x
      """
    let policy = try CompiledPolicy(sources: [
      RegoSource(path: "b.rego", text: "package b\nx := 1"), RegoSource(path: "a.rego", text: text),
    ])
    let annotations = policy.annotations
    #expect(annotations.map(\.scope) == ["package", "rule", "document"])
    #expect(annotations.map(\.path) == [["t", "authz"], ["t", "authz", "allow"], ["t", "authz", "deny"]])
    #expect(annotations.map(\.place.description) == ["a.rego:5", "a.rego:10", "a.rego:14"])
    #expect(annotations[0].title == "Who may call")
    #expect(annotations[1].content["custom"] == ["level": 2])
    #expect(annotations[2].json["annotations"]?["entrypoint"] == true)
    #expect(annotations[2].json["path"]?.arrayValue?.count == 4)
  }
}
