package dev.frameloom.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class HtmlTest {

  @Test
  void text_and_attributes_can_not_become_markup() {
    String html =
        new Html()
            .inline("b", "</b><script>&\u0000\u001b", "title", "\"><i onclick='x'>")
            .toString();
    assertThat(html)
        .isEqualTo(
            "<b title=\"&quot;&gt;&lt;i onclick=&#39;x&#39;&gt;\">"
                + "&lt;/b&gt;&lt;script&gt;&amp;\ufffd\ufffd</b>");
  }

  @Test
  void other_languages_stay_as_they_are() {
    assertThat(new Html().text("ein Zaun für 𝄞 雪").toString()).isEqualTo("ein Zaun für 𝄞 雪");
  }

  @Test
  void a_style_sheet_holds_no_tags() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Html().style("</style><script>"));
  }
}
