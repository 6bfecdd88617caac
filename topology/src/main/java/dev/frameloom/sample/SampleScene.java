package dev.frameloom.sample;

import dev.frameloom.image.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * A camera pans over hills at dusk while a wheel rolls by: parallax, occlusion, rotation and
 * texture, what a video editor has to cope with. Frame i is a function of i alone.
 */
public final class SampleScene {

  private static final Color SKY_HIGH = new Color(52, 86, 150);
  private static final Color SKY_LOW = new Color(244, 190, 140);
  private static final Color[] HILLS = {
    new Color(116, 128, 160), new Color(74, 104, 104), new Color(52, 92, 58)
  };

  private final int width;
  private final int height;

  /** A scene of so many pixels. */
  public SampleScene(int width, int height) {
    this.width = width;
    this.height = height;
  }

  /** Draws a frame; 24 of them make a second. */
  public Picture frame(int index) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.scale(width / 384.0, height / 256.0); // what follows is drawn on 384 x 256
    drawSky(g);
    for (int layer = 0; layer < HILLS.length; layer++) {
      drawHills(g, layer, index);
    }
    drawTrees(g, index);
    drawWheel(g, index);
    g.dispose();
    return rgb(image);
  }

  private static void drawSky(Graphics2D g) {
    g.setPaint(new GradientPaint(0, 0, SKY_HIGH, 0, 170, SKY_LOW));
    g.fill(new Rectangle2D.Double(0, 0, 384, 256));
    g.setColor(new Color(255, 232, 190));
    g.fill(new Ellipse2D.Double(268, 52, 46, 46));
  }

  private static void drawHills(Graphics2D g, int layer, int index) {
    double shift = index * (0.4 + 0.7 * layer);
    double base = 126 + 30 * layer;
    Path2D.Double ridge = new Path2D.Double();
    ridge.moveTo(0, 256);
    for (int x = 0; x <= 384; x += 2) {
      double u = (x + shift) / (64.0 - 10 * layer);
      ridge.lineTo(x, base + 14 * Math.sin(u + 2 * layer) + 6 * Math.sin(2.7 * u + layer));
    }
    ridge.lineTo(384, 256);
    ridge.closePath();
    g.setColor(HILLS[layer]);
    g.fill(ridge);
    // furrows, so that flow has something to hold on to
    g.setColor(HILLS[layer].darker());
    g.setStroke(new BasicStroke(1.2f));
    g.setClip(ridge);
    double start = -(shift % 17);
    for (double x = start - 40; x < 400; x += 17) {
      Path2D.Double furrow = new Path2D.Double();
      furrow.moveTo(x, 256);
      furrow.quadTo(x + 10, base + 40, x + 34, base - 16);
      g.draw(furrow);
    }
    g.setClip(null);
  }

  private static void drawTrees(Graphics2D g, int index) {
    double shift = index * 2.4;
    for (int i = 0; i < 24; i++) {
      double x = i * 83 - shift;
      if (x < -40 || x > 424) {
        continue;
      }
      double y = 206 + 8 * Math.sin(i * 1.7);
      double size = 15 + 5 * Math.sin(i * 2.3);
      g.setColor(new Color(70, 48, 36));
      g.fill(new Rectangle2D.Double(x - 2, y - 14, 4, 22));
      g.setColor(new Color(36 + 3 * (i % 7), 84 + 5 * (i % 5), 46));
      g.fill(new Ellipse2D.Double(x - size, y - 14 - size * 1.6, size * 2, size * 2));
      g.setColor(new Color(86, 132, 66));
      g.fill(new Ellipse2D.Double(x - size * 0.5, y - 14 - size * 1.4, size * 0.8, size * 0.8));
    }
  }

  private static void drawWheel(Graphics2D g, int index) {
    double radius = 30;
    double x = -40 + index * 4.4;
    double y = 206 - 5 * Math.abs(Math.sin(index * 0.16));
    AffineTransform before = g.getTransform();
    g.setColor(new Color(20, 34, 22, 120));
    g.fill(new Ellipse2D.Double(x - 28, 230, 56, 9));
    g.translate(x, y);
    g.rotate(index * 4.4 / radius);
    for (int i = 0; i < 8; i++) {
      g.setColor(i % 2 == 0 ? new Color(206, 60, 48) : new Color(246, 226, 176));
      g.fill(new Arc2D.Double(-radius, -radius, 2 * radius, 2 * radius, 45 * i, 45, Arc2D.PIE));
    }
    g.setColor(new Color(60, 34, 30));
    g.setStroke(new BasicStroke(4));
    g.draw(new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius));
    g.fill(new Ellipse2D.Double(-6, -6, 12, 12));
    g.setTransform(before);
  }

  private static Picture rgb(BufferedImage image) {
    byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    byte[] rgb = new byte[bgr.length];
    for (int i = 0; i < bgr.length; i += 3) {
      rgb[i] = bgr[i + 2];
      rgb[i + 1] = bgr[i + 1];
      rgb[i + 2] = bgr[i];
    }
    return new Picture(image.getWidth(), image.getHeight(), rgb);
  }
}
